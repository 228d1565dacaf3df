package dev.perigee.gateway.mcp;

/// What a server can offer, as it says in its capabilities.
public enum Capability {
    TOOLS("tools"),
    PROMPTS("prompts"),
    RESOURCES("resources"),
    COMPLETIONS("completions"),
    LOGGING("logging"),
    TASKS("tasks");

    private final String wireName;

    Capability(String wireName) {
        this.wireName = wireName;
    }

    public String wireName() {
        return wireName;
    }
}
