package dev.perigee.testkit.simulation;

/// A part of a run: somebody who does something in the world, from whatever chance says. Who checks it is a book.
interface Strand {
    /// Plans what will be done.
    void begin();

    /// Whether all of it has come to its end.
    boolean isIdle();
}
