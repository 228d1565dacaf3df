package dev.perigee.process;

/// A signal this module sends to a tree.
enum Signal {
    TERMINATE(15),
    KILL(9);

    private final int number;

    Signal(int number) {
        this.number = number;
    }

    int number() {
        return number;
    }
}
