"""Accounts and signing in."""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import timedelta

from tutor.clock import Clock
from tutor.domain.account import Account
from tutor.domain.actor import ADMINISTRATOR, STUDENT, Actor
from tutor.domain.sign_in import check_password, check_role, is_over, wait_words
from tutor.errors import AccessError, NotFoundError, SignedOutError, SignInError, UsageError
from tutor.services.passwords import hash_password, is_outdated, is_right, one_time_password
from tutor.services.profiles import ProfileService
from tutor.store.store import Store

TAKEN = "this database has an administrator already: ask them for an account"
WRONG = "name or password is wrong"
"""Said of an unknown name and of a wrong password alike."""


@dataclass(frozen=True, slots=True)
class SignIn:
    """What signing in came to.

    Attributes:
        name: Who signed in, as they are called.
        actor: Who acts from now on; nobody where the password must be changed first.
        token: What keeps them signed in. It is shown to nobody; the database has its hash alone.
        must_change: The password was for one sign-in: `AccountService.first_password` goes on.
    """

    name: str
    actor: Actor
    token: str = ""
    must_change: bool = False


@dataclass(frozen=True, slots=True)
class NewAccount:
    """An account and the one-time password it was given, which is shown this once."""

    account: Account
    password: str


class AccountService:
    """Makes and changes accounts; lets people in and out.

    Args:
        store: The store itself, not what the actor may see of it: rights are checked here.
        profiles: Makes learners, on the store itself.
        clock: Source of time.
        actor: Who acts.
        token: What they are signed in with, if they are.
    """

    def __init__(
        self, store: Store, profiles: ProfileService, clock: Clock, actor: Actor, token: str | None
    ) -> None:
        self._store = store
        self._profiles = profiles
        self._clock = clock
        self._actor = actor
        self._token = token

    @property
    def needed(self) -> bool:
        """Whether this is a class database, in which nobody does anything unless signed in."""
        return self._store.has_accounts()

    # --- what an administrator does

    def create_first(self, name: str, password: str) -> Account:
        """Make the first administrator, which turns a database of one's own into a class's.

        A profile of that name becomes theirs, with its history.

        Raises:
            UsageError: There are accounts already, or name or password will not do.
        """
        check_password(password, name)
        if self._store.has_accounts():
            raise UsageError(TAKEN)
        learner_id = self._learner(name)
        hashed = hash_password(password)
        return self._store.create_account(
            learner_id, ADMINISTRATOR, hashed, must_change=False, first=True, by=learner_id
        )

    def create(self, name: str, role: str = STUDENT, password: str | None = None) -> NewAccount:
        """Make an account for a learner of that name, who is made as well if need be.

        Args:
            name: What the person signs in with.
            role: One of `actor.ACCOUNT_ROLES`.
            password: For the first sign-in; a random one unless given.

        Raises:
            AccessError: The actor is no administrator.
            UsageError: There is such an account, or name, role or password will not do.
        """
        self._administer()
        check_role(role)
        password = self._first(name, password)
        hashed = hash_password(password)
        account = self._store.create_account(
            self._learner(name), role, hashed, must_change=True, by=self._actor.learner_id
        )
        return NewAccount(account, password)

    def all(self) -> tuple[Account, ...]:
        """Return all accounts, by name.

        Raises:
            AccessError: The actor is no administrator.
        """
        self._administer()
        return self._store.accounts()

    def reset_password(self, name: str, password: str | None = None) -> NewAccount:
        """Give a person a password for one sign-in, end their sign-ins, and unlock their name.

        Raises:
            AccessError: The actor is no administrator.
            NotFoundError: There is no such account.
            UsageError: The given password will not do.
        """
        account = self._named(name)
        password = self._first(account.name, password)
        account = self._store.set_password(
            account.learner_id,
            hash_password(password),
            must_change=True,
            by=self._actor.learner_id,
        )
        self._store.clear_tries(account.name)
        return NewAccount(account, password)

    def set_role(self, name: str, role: str) -> NewAccount:
        """Change what a person may do; they have to sign in again.

        Who was a student gets a new one-time password: until now, an instructor of theirs may have
        known one. For others the password returned is empty.

        Raises:
            AccessError: The actor is no administrator.
            NotFoundError: There is no such account.
            UsageError: There is no such role, or they are the last administrator.
        """
        account = self._named(name)
        check_role(role)
        password = one_time_password() if account.role == STUDENT != role else ""
        changed = self._store.set_role(
            account.learner_id,
            role,
            by=self._actor.learner_id,
            password_hash=hash_password(password) if password else None,
        )
        return NewAccount(changed, password)

    def disable(self, name: str) -> Account:
        """Let a person in no longer, from now on; their work stays.

        Raises:
            AccessError: The actor is no administrator.
            NotFoundError: There is no such account.
            UsageError: They are the last administrator.
        """
        found = self._named(name)
        return self._store.disable_account(found.learner_id, by=self._actor.learner_id)

    def enable(self, name: str) -> Account:
        """Let a person in again.

        Raises:
            AccessError: The actor is no administrator.
            NotFoundError: There is no such account.
        """
        found = self._named(name)
        return self._store.enable_account(found.learner_id, by=self._actor.learner_id)

    # --- what everybody does

    def sign_in(self, name: str, password: str, *, idle: timedelta) -> SignIn:
        """Let somebody in.

        Args:
            name: Their name, in any case.
            password: Their password.
            idle: How long the sign-in may lie unused.

        Raises:
            SignInError: Name or password is wrong, the name is locked, or the account is closed.
        """
        account = self._proven(name, password)
        if account.must_change:
            return SignIn(account.name, Actor(None), must_change=True)
        return self._begin(account, idle)

    def first_password(self, name: str, one_time: str, password: str, *, idle: timedelta) -> SignIn:
        """Replace a one-time password with one's own, and be let in.

        Raises:
            SignInError: As for `sign_in`.
            UsageError: The new password will not do.
        """
        account = self._proven(name, one_time)
        self._replace(account, one_time, password, None)
        return self._begin(self._store.account(account.learner_id), idle)

    def resume(self, token: str) -> SignIn:
        """Go on with a sign-in that was begun before.

        Raises:
            SignedOutError: It is over.
        """
        hashed = token_hash(token)
        session = self._store.session(hashed)
        if session is None or is_over(session, self._clock.now()):
            raise SignedOutError
        self._store.touch_session(hashed)
        account = session.account
        return SignIn(account.name, Actor(account.learner_id, account.role), token)

    def stay(self) -> None:
        """Note that the sign-in is used: keys are pressed, though nothing is read or written.

        Raises:
            SignedOutError: It is over.
        """
        if self._token:
            self.resume(self._token)

    def sign_out(self) -> None:
        """End the actor's sign-in."""
        if self._token:
            self._store.end_session(token_hash(self._token))

    def change_password(self, before: str, password: str) -> None:
        """Change the actor's own password; their other sign-ins end.

        Raises:
            SignInError: Nobody is signed in, or the password until now is wrong.
            UsageError: The new one will not do.
        """
        if self._token is None:
            raise SignInError("sign in first")
        self.resume(self._token)
        account = self._store.account(self._actor.learner_id or "")
        self._proven(account.name, before)
        self._replace(account, before, password, token_hash(self._token))

    # ---

    def _proven(self, name: str, password: str) -> Account:
        """Return the account that name and password open.

        A try is counted before it is looked at, and an unknown name takes the same steps as a
        known one: neither the answer nor its time tells whether there is such a name.
        """
        if wait := self._store.charge_try(name):
            raise SignInError(
                f"too many wrong tries for this name: try again in {wait_words(wait)}"
            )
        account, hashed = self._store.credentials(name) or (None, None)
        right = is_right(hashed, password)
        if account is None or hashed is None or not right:
            raise SignInError(WRONG)
        self._store.clear_tries(name)
        if account.disabled_at is not None:
            raise SignInError("this account is closed: ask an administrator")
        if is_outdated(hashed):
            self._store.rehash_password(account.learner_id, hashed, hash_password(password))
        return account

    def _begin(self, account: Account, idle: timedelta) -> SignIn:
        token = secrets.token_urlsafe(32)
        self._store.begin_session(account.learner_id, token_hash(token), idle)
        return SignIn(account.name, Actor(account.learner_id, account.role), token)

    def _replace(self, account: Account, before: str, password: str, keep: str | None) -> None:
        check_password(password, account.name)
        if password == before:
            raise UsageError("that is the password until now: choose another")
        hashed = hash_password(password)
        self._store.set_password(
            account.learner_id, hashed, must_change=False, keep=keep, by=account.learner_id
        )

    def _administer(self) -> None:
        """Refuse everybody but an administrator.

        Raises:
            AccessError: The actor is none.
        """
        if self._actor.owner and not self._store.has_accounts():
            raise UsageError(
                "this database has no accounts yet: begin with `tutor account create-admin NAME`"
            )
        if self._actor.owner or self._token is None or not self._actor.administrator:
            raise AccessError("only an administrator may do that")
        if self.resume(self._token).actor != self._actor:
            raise SignedOutError("your role has changed: sign in again to go on")

    def _named(self, name: str) -> Account:
        self._administer()
        found = self._store.credentials(name)
        if found is None:
            raise NotFoundError(f"there is no account {name!r}: `tutor account list` shows all")
        return found[0]

    def _learner(self, name: str) -> str:
        """Return the learner of that name, who is made if need be."""
        try:
            return self._profiles.named(name).id
        except NotFoundError:
            return self._profiles.create(name, choose=False).id

    def _first(self, name: str, password: str | None) -> str:
        if password is None:
            return one_time_password()
        check_password(password, name)
        return password


def token_hash(token: str) -> str:
    """Return what the database knows of a token; it is random, so that no salt is needed."""
    return hashlib.sha256(token.encode()).hexdigest()
