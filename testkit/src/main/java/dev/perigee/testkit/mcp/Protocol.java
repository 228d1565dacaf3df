package dev.perigee.testkit.mcp;

import tools.jackson.databind.node.ObjectNode;

/// One end of an era of the protocol. Thread-safe.
interface Protocol {
    /// Takes a message from the client and returns at once. A request is answered through `outlet`, later and from
    /// another thread; for anything else `outlet` stays unused.
    void receive(ObjectNode message, Outlet outlet);

    /// Cancels what runs, and waits for its end.
    void close();
}
