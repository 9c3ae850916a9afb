"""Reading the code releases a user chooses: official CMS and CDC files, a licensed CPT file."""
