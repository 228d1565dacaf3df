package dev.perigee.gateway.upstream;

import dev.perigee.gateway.mcp.ClientProfile;
import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.mcp.RequestMeta;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.UpstreamSession.Greeting;
import java.time.Duration;

/// What is said at the beginning of a conversation: `initialize` in the legacy era, `server/discover` in the
/// modern one.
final class Greetings {
    private Greetings() {}

    /// What a server made of a greeting.
    sealed interface Reply {
        record Welcome(Greeting greeting) implements Reply {}

        /// It answered, but not as a server of that era does.
        record Strange(String how) implements Reply {}

        record Silent() implements Reply {}

        record Lost(Loss why) implements Reply {}
    }

    static Exchange initialize(Sending sending, ClientProfile client) {
        return sending.begin(
                "initialize",
                JsonObject.EMPTY
                        .with("protocolVersion", ProtocolVersion.LATEST_LEGACY.wireName())
                        .with("capabilities", client.capabilities())
                        .with("clientInfo", client.info()));
    }

    static Exchange discover(Sending sending, ClientProfile client) {
        return sending.begin("server/discover", RequestMeta.filled(JsonObject.EMPTY, client));
    }

    static Reply await(Exchange exchange, Era era, Duration max) throws InterruptedException {
        return switch (exchange.end(max, _ -> {}).orElse(null)) {
            case null -> new Reply.Silent();
            case Exchange.Event.Told _, Exchange.Event.Asked _ -> new Reply.Silent();
            case Exchange.Event.Lost lost -> new Reply.Lost(lost.why());
            case Exchange.Event.Answered(Message.Response response) ->
                switch (era) {
                    case LEGACY -> initialized(response);
                    case MODERN -> discovered(response);
                };
        };
    }

    private static Reply initialized(Message.Response response) {
        JsonObject result = response.result().orElse(null);
        if (result == null) {
            return strange("initialize was answered with " + response.json());
        }
        String named = result.string("protocolVersion").orElse("");
        return ProtocolVersion.of(named)
                .filter(known -> known.era() == Era.LEGACY)
                .<Reply>map(version -> new Reply.Welcome(new Greeting(version, result)))
                .orElseGet(() -> strange("it speaks protocol version \"" + named + "\": expected one up to "
                        + ProtocolVersion.LATEST_LEGACY.wireName()));
    }

    private static Reply discovered(Message.Response response) {
        JsonObject result = response.result().orElse(null);
        if (result == null || !result.strings("supportedVersions").contains(ProtocolVersion.LATEST.wireName())) {
            return strange("server/discover was answered with " + response.json());
        }
        JsonObject capabilities = result.object("capabilities").orElse(JsonObject.EMPTY);
        JsonObject info = RequestMeta.of(result)
                .object(RequestMeta.SERVER)
                .or(() -> result.object("serverInfo"))
                .orElse(JsonObject.of("{\"name\":\"unnamed\",\"version\":\"0\"}"));
        JsonObject greeting = JsonObject.EMPTY
                .with("protocolVersion", ProtocolVersion.LATEST_LEGACY.wireName())
                .with("capabilities", capabilities.without("extensions"))
                .with("serverInfo", info);
        JsonObject whole = result.value("instructions")
                .map(instructions -> greeting.with("instructions", instructions))
                .orElse(greeting);
        return new Reply.Welcome(new Greeting(ProtocolVersion.LATEST, whole));
    }

    private static Reply strange(String how) {
        return new Reply.Strange(how);
    }
}
