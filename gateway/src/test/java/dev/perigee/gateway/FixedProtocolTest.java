package dev.perigee.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.mcp.ProtocolVersion;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.MemoryServer;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class FixedProtocolTest {
    private final MemoryServer server =
            new MemoryServer("{}").on("server/discover", "{}").on("x", "{}");

    @Test
    void aLegacyServerIsGreetedInItsVersionAndNeverAskedForTheOtherEra() throws Exception {
        Connection connection = to(ProtocolVersion.V2025_03_26);
        assertThat(answer(connection, "server/discover").failed()).isTrue();
        assertThat(answer(connection, "initialize").failed()).isFalse();
        assertThat(answer(connection, "x").failed()).isFalse();

        assertThat(server.talks().getFirst().received())
                .extracting(message -> message.json().string("method").orElse("?"))
                .containsExactly("initialize", "x");
        assertThat(server.talks().getFirst().received().getFirst().json().object("params"))
                .hasValueSatisfying(params -> assertThat(params).hasToString("{\"protocolVersion\":\"2025-03-26\"}"));
    }

    @Test
    void aModernServerIsNeverGreeted() throws Exception {
        Connection connection = to(ProtocolVersion.V2026_07_28);

        assertThat(answer(connection, "initialize").error().orElseThrow().string("message"))
                .contains("no initialize: the server is configured to speak 2026-07-28");
        assertThat(answer(connection, "server/discover").failed()).isFalse();
    }

    private Connection to(ProtocolVersion version) throws Exception {
        return new FixedProtocol(version, server).connect(new Connection.Listener() {
            @Override
            public void heard(Message.Notification notification) {}

            @Override
            public void asked(Message.Request request) {}

            @Override
            public void lost(Loss why) {}
        });
    }

    private static Message.Response answer(Connection connection, String method) throws InterruptedException {
        Exchange exchange = connection.begin(Message.Request.of(RpcId.of(method.hashCode()), method, JsonObject.EMPTY));
        return exchange.next(Duration.ofSeconds(5))
                .map(event -> ((Exchange.Event.Answered) event).response())
                .orElseThrow();
    }
}
