package dev.perigee.testkit.mcp;

import tools.jackson.databind.node.ObjectNode;

/// Where messages that belong to one request of the client go. Thread-safe; what comes after the end is dropped.
interface Outlet {
    /// A notification, or a request to the client.
    void send(ObjectNode message);

    /// The response, and the end.
    void finish(ObjectNode response);

    /// The end without a response: the request was cancelled.
    void end();

    /// Cuts the stream under the request, if the client can come back for the rest.
    void hangUp();
}
