package dev.perigee.testkit.simulation;

/// The process stops here, in the middle of a call: unwinds to the event loop past everything that handles failures.
final class Crash extends Error {
    private static final long serialVersionUID = 1;

    Crash(String where) {
        super(where, null, false, false);
    }
}
