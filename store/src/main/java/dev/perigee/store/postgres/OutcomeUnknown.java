package dev.perigee.store.postgres;

/// The connection broke while a transaction was under way and the database did not come back in time to say
/// whether it was committed. Unlike with `StoreUnavailable`, what was asked may have happened.
final class OutcomeUnknown extends RuntimeException {
    OutcomeUnknown(Throwable cause) {
        super(
                "the connection to the database broke during the commit and the database did not come back in time to"
                        + " say whether it was done; look before asking again",
                cause);
    }
}
