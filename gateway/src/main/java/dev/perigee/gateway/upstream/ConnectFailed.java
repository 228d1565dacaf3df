package dev.perigee.gateway.upstream;

/// There is no conversation with a server: it could not be started or reached, or what it said at the beginning
/// was no MCP.
public final class ConnectFailed extends Exception {
    private final Loss why;

    public ConnectFailed(Loss why) {
        super(why.explanation());
        this.why = why;
    }

    public Loss why() {
        return why;
    }
}
