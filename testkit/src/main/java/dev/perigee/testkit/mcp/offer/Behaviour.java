package dev.perigee.testkit.mcp.offer;

/// What stands behind a name. Keeps nothing between calls: when it asks the client, it is called again with the
/// answers. Throws `Refusal` for an error of the protocol, and `InterruptedException` when the call is cancelled.
@FunctionalInterface
public interface Behaviour {
    Outcome answer(Call call) throws InterruptedException;
}
