package dev.perigee.gateway.observe;

import dev.perigee.gateway.door.Caller;
import dev.perigee.gateway.door.TurnListener.End;
import dev.perigee.gateway.door.TurnListener.Ended;
import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.ServerName;
import java.time.Duration;

/// Turns that are over, for tests.
final class Turned {
    static final ServerName FILES = new ServerName("files");

    private static final ClientProfile CLIENT =
            new ClientProfile(JsonObject.EMPTY, JsonObject.of("{\"name\":\"editor\",\"version\":\"2\"}"));

    private Turned() {}

    static Ended call(String tool, End end) {
        return of("tools/call", "{\"name\":\"" + tool + "\",\"arguments\":{}}", end);
    }

    static Ended of(String method, String params, End end) {
        return new Ended(
                FILES,
                Caller.ANYBODY,
                CLIENT,
                Message.Request.of(RpcId.of(1), method, JsonObject.of(params)),
                end,
                Duration.ofMillis(3));
    }

    static End result(String json) {
        return new End.Answered(Message.Response.of(RpcId.of(1), JsonObject.of(json)));
    }

    static End refused() {
        return new End.Answered(Message.Response.of(RpcId.of(1), new RpcError(RpcError.INVALID_PARAMS, "no")));
    }

    static End lost() {
        return new End.Failed(new RpcError(RpcError.INTERNAL_ERROR, "the server was lost"));
    }
}
