package dev.perigee.gateway.upstream;

import dev.perigee.gateway.rpc.Message;
import java.util.OptionalLong;

/// One conversation with an MCP server. Thread-safe. Nothing here waits for the server: what it is slow to take
/// is queued up to a bound, and beyond that the connection is lost. Once it is lost or closed, what is sent is
/// dropped and every exchange has ended.
public interface Connection extends AutoCloseable {
    /// Sends a request, whose id must be new on this connection.
    Exchange begin(Message.Request request);

    void send(Message.Notification notification);

    /// Answers a request of the server.
    void answer(Message.Response response);

    /// The id of the process behind it, if there is one.
    default OptionalLong process() {
        return OptionalLong.empty();
    }

    /// Ends the conversation in the way that its kind has for it, and waits for that, within a bound.
    @Override
    void close();

    /// Hears what belongs to no exchange. Called by the thread that reads; must not block.
    interface Listener {
        void heard(Message.Notification notification);

        void asked(Message.Request request);

        /// The last call. The server has gone or what it sends cannot be understood. Heard before the exchanges end
        /// that end with the connection, so that whoever sees one end finds another session.
        void lost(Loss why);

        /// Whether several clients share the connection, so that nobody can tell whose it is what names no request.
        default boolean isShared() {
            return false;
        }
    }
}
