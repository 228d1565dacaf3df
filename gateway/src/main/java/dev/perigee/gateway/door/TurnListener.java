package dev.perigee.gateway.door;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Hears of each request of a client to a server, once it is over: whether it went there, or was spared; and of
/// clients that have a session. Called on the thread that served it, which may be an event loop; must not
/// block.
@FunctionalInterface
public interface TurnListener {
    TurnListener NONE = _ -> {};

    void ended(Ended turn);

    /// A request goes to a server now; for each of these `ended` follows. One that is spared only ends.
    default void began(ServerName server) {}

    /// A client said hello and was given a session.
    default void came(Came client) {}

    /// Its session is over. Once for each that came.
    default void left(Left client) {}

    /// `session` names the session, and opens nothing. `userAgent` and `address` are as its hello came with
    /// them.
    record Came(
            String session,
            Caller caller,
            ClientProfile client,
            @Nullable String userAgent,
            String address) {}

    /// After so long, and so many calls of tools.
    record Left(String session, Duration stayed, long toolCalls, Departure why) {}

    /// Why a session is over.
    enum Departure {
        /// The client ended it.
        ENDED,
        /// It did nothing for too long.
        IDLE,
        /// The gateway was closed.
        STOPPED
    }

    /// `request` is as the server had it, under its own names.
    record Ended(
            ServerName server, Caller caller, ClientProfile client, Message.Request request, End end, Duration took) {}

    /// What it came to.
    sealed interface End {
        /// The server answered, whatever it said.
        record Answered(Message.Response response) implements End {}

        /// No answer came from the server; this is what the client was told.
        record Failed(RpcError error) implements End {}

        /// The client wanted no answer any more.
        record Cancelled() implements End {}

        /// The server was not asked: the client was given a result that was kept.
        record Kept(JsonObject result) implements End {}

        /// The server was not asked: the client was given the result that another was getting.
        record Shared(JsonObject result) implements End {}
    }
}
