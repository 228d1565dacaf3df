package dev.perigee.testkit.mcp.fault;

import java.io.IOException;
import tools.jackson.databind.node.ObjectNode;

/// The way back to whoever sent a message, and what may go wrong on it.
interface Wire {
    void send(ObjectNode message) throws IOException;

    /// As `send`, each byte by itself.
    void drip(ObjectNode message) throws IOException;

    /// Begins a message and goes on with it for so many bytes.
    void flood(String start, long bytes) throws IOException;

    /// Writes so many bytes where no message belongs.
    void babble(long bytes) throws IOException;

    /// Nothing more will be said.
    void end() throws IOException;

    /// Breaks off, at once and for ever.
    void die() throws IOException;
}
