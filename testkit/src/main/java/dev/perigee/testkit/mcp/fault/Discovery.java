package dev.perigee.testkit.mcp.fault;

/// How the server behaves when it is asked for its tools.
public enum Discovery {
    ANSWERS,
    DIES,
    HANGS
}
