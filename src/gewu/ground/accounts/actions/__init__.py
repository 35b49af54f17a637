"""Everything that changes sign-ins and keys."""

from gewu.ground.accounts.actions.admitting import FirstPassword, NewUser, add_users, admit_users
from gewu.ground.accounts.actions.factors import (
    BOND,
    factors_by_key,
    note_factor,
    remove_factors,
    renew_factors,
)
from gewu.ground.accounts.actions.identities import link_identity, unlink_identity
from gewu.ground.accounts.actions.keys import IssuedKey, issue_key, revoke_key, sign_in_with_key
from gewu.ground.accounts.actions.noting import (
    note_export,
    note_failed_sign_in,
    note_lock,
    note_sign_in,
    note_sign_out,
)
from gewu.ground.accounts.actions.passwords import change_password
from gewu.ground.accounts.actions.undertakings import (
    READY_WORDS,
    publish_undertaking,
    sign_undertaking,
)
from gewu.ground.accounts.actions.users import (
    add_person,
    add_user,
    deactivate_user,
    give_up_everything,
    reactivate_user,
    rename_user,
)

__all__ = [
    "BOND",
    "READY_WORDS",
    "FirstPassword",
    "IssuedKey",
    "NewUser",
    "add_person",
    "add_user",
    "add_users",
    "admit_users",
    "change_password",
    "deactivate_user",
    "factors_by_key",
    "give_up_everything",
    "issue_key",
    "link_identity",
    "note_export",
    "note_factor",
    "note_failed_sign_in",
    "note_lock",
    "note_sign_in",
    "note_sign_out",
    "publish_undertaking",
    "reactivate_user",
    "remove_factors",
    "rename_user",
    "renew_factors",
    "revoke_key",
    "sign_in_with_key",
    "sign_undertaking",
    "unlink_identity",
]
