package dev.perigee.control.fleet;

import dev.perigee.protocol.problem.ProblemType;

/// Writes registration tokens as texts that nobody else can make, and reads them again. Thread-safe. What has become of
/// a token, and whether it has expired, is not its matter.
public interface TokenSeal {
    String seal(RegistrationToken token);

    /// What `text` says, which may come from anybody.
    Opening open(String text);

    /// What came of reading.
    sealed interface Opening {
        /// Sealed here, and says so.
        record Genuine(RegistrationToken token) implements Opening {}

        /// `why` names what is wrong and what was expected, and nothing of the secret.
        record Refused(ProblemType type, String why) implements Opening {}
    }
}
