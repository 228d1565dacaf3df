package dev.perigee.process;

/// A resource of the machine that can be limited for a tree by a cgroup controller.
public enum Resource {
    CPU("cpu"),
    MEMORY("memory"),
    PROCESSES("pids");

    private final String controller;

    Resource(String controller) {
        this.controller = controller;
    }

    String controller() {
        return controller;
    }
}
