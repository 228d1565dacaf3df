package dev.perigee.satellite.config;

import dev.perigee.satellite.link.LinkException;

/// Asks for the configuration now, and has it taken up.
@FunctionalInterface
public interface Refresh {
    /// Blocks until it is known what comes of it. What was refused before is tried again.
    Outcome now() throws LinkException, InterruptedException;

    /// What came of it.
    sealed interface Outcome {
        /// The satellite has what it is to have, since now or before.
        record Has(long revision, ServersChange servers) implements Outcome {}

        /// It has what it had; `why` shows no secret.
        record Refused(long revision, String why) implements Outcome {}
    }
}
