package dev.perigee.testkit.simulation;

/// One life of a process. What was to happen in it does not happen once it is over.
final class Life {
    private boolean over;

    boolean isOver() {
        return over;
    }

    void end() {
        over = true;
    }
}
