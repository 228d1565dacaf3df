package dev.perigee.control.access;

/// Knows operators by what they show, beside those with a key of their own. Thread-safe.
public interface Recogniser {
    /// Knows nobody; `why` is what the header was expected to hold.
    Recogniser NOBODY = new Recogniser() {
        @Override
        public Recognition recognise(String credential) {
            return new Recognition.Unknown(
                    "expected the operator key, or an operator's own, in the header Authorization: Bearer <key>");
        }

        @Override
        public Recognition resolve(String credential) {
            return recognise(credential);
        }
    };

    /// What can be said without waiting and without work that is worth speaking of.
    Recognition recognise(String credential);

    /// What can be said after all; may ask others over the network, within a bounded time.
    Recognition resolve(String credential);

    /// Whose a credential is. What is told to the caller does not show the credential.
    sealed interface Recognition {
        record Known(Caller caller) implements Recognition {}

        /// Nobody's, or not any more.
        record Unknown(String why) implements Recognition {}

        /// Nobody can say now; `resolve` may, and if it cannot, asking again later may help.
        record Undecided(String why) implements Recognition {}

        /// That of somebody, called `name`, who may do nothing here.
        record Refused(String name, String why) implements Recognition {}
    }
}
