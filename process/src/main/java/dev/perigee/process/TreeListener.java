package dev.perigee.process;

/// Hears what happens to a tree, on the thread that supervises it: it must not block. What it throws is logged.
@FunctionalInterface
public interface TreeListener {
    void happened(TreeEvent event);

    static TreeListener none() {
        return event -> {};
    }
}
