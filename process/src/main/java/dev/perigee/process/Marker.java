package dev.perigee.process;

/// The environment variable by which a process is known to belong to a tree, whatever its parent and session are.
/// Raw text; inherited by all descendants that do not wipe their environment.
record Marker(String instance, String id) {
    static final String NAME = "PERIGEE_TREE";

    String value() {
        return prefix(instance) + Native.raw(id);
    }

    static String prefix(String instance) {
        return Native.raw(instance) + ":";
    }
}
