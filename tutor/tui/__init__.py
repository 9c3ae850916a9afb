"""The terminal program. Screens call services in thread workers and draw the views they get."""
