package dev.perigee.gateway.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.ConnectionContract;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.stdio.StdioConnections.Opening;
import dev.perigee.process.ResourceLimits;
import dev.perigee.process.Start;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class StdioConnectionTest extends ConnectionContract {
    private final ShellServers servers = new ShellServers();

    @Override
    protected Connection connect(Connection.Listener listener) {
        return servers.connect(ShellServers.CONTRACT, listener);
    }

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void aProgramThatIsNotThereIsRefused() {
        StdioServer server =
                new StdioServer("none", "/no/such/program", List.of(), Map.of(), null, StdioServer.RESOURCES);

        assertThat(servers.open(server, listener))
                .isInstanceOfSatisfying(
                        Opening.Refused.class,
                        refused -> assertThat(refused.reason()).isEqualTo(Start.Reason.PROGRAM_NOT_FOUND));
    }

    @Test
    void aMessageOfSeveralLinesGoesOutAsOne() throws Exception {
        try (Connection connection = connect(listener)) {
            byte[] json = "{ \"jsonrpc\":\"2.0\",\r\n \"id\":\"multi\",\n\"method\":\"echo\"\n}"
                    .getBytes(StandardCharsets.UTF_8);

            assertThat(answer(connection.begin((Message.Request) Message.parse(json)))
                            .id())
                    .isEqualTo(new RpcId("\"multi\""));
        }
    }

    @Test
    void theListenerHearsHowTheServerEndedAndItsLastWords() throws Exception {
        try (Connection connection = connect(listener)) {
            connection.begin(request("die"));

            assertThat(listener.next(Loss.class))
                    .isEqualTo(new Loss(
                            Loss.Cause.GONE,
                            "the server exited with code 3; its last words: it was murder",
                            new Loss.Exit(3, 0, 0)));
            assertThat(servers.logged()).contains("STDERR it was murder").contains("GATEWAY exited with code 3");
        }
    }

    @Test
    void configuredSecretsAreNeitherInTheLogNorInTheLastWords() throws Exception {
        InstanceLog log = new InstanceLog(InstantSource.system(), Redaction.of(List.of("hunter22")));
        StdioServer server = new StdioServer(
                "indiscreet",
                "/bin/sh",
                List.of("-c", "echo \"not json $TOKEN\"; echo \"refused $TOKEN\" >&2; exit 4"),
                Map.of("TOKEN", "hunter22"),
                null,
                new ResourceLimits(2, 1L << 30, 1_000));
        servers.open(server, log, listener);

        assertThat(listener.next(Loss.class).explanation())
                .contains("exited with code 4", "refused ***")
                .doesNotContain("hunter22");
        assertThat(log.read(0, 100).lines())
                .extracting(InstanceLog.Line::text)
                .contains("not json ***", "refused ***")
                .noneMatch(text -> text.contains("hunter22"));
    }

    @Test
    void aLogMessageIsForTheOnlyExchangeAndElseForTheListener() throws Exception {
        try (Connection connection = connect(listener)) {
            Exchange only = connection.begin(request("log"));
            next(only, Exchange.Event.Told.class);
            answer(only);
            connection.begin(request("later"));
            answer(connection.begin(request("log")));

            assertThat(listener.next(Message.Notification.class).method()).isEqualTo("notifications/message");
        }
    }

    @Test
    void whatTheServerSendsWithoutAnyExchangeIsForTheListener() throws Exception {
        String script = """
                echo '{"jsonrpc":"2.0","id":1,"method":"roots/list"}'
                echo '{"jsonrpc":"2.0","id":2,"method":"ping"}'
                exec sleep 100""";
        try (Connection _ = servers.connect(script, listener)) {
            assertThat(listener.next(Message.Request.class).method()).isEqualTo("roots/list");
            assertThat(listener.next(Message.Request.class).method()).isEqualTo("ping");
        }
    }

    @Test
    void aCallThatWasGivenUpIsNoLongerAskedButMayStillBeAnswered() throws Exception {
        try (Connection connection = connect(listener)) {
            Exchange wanted = connection.begin(request("later"));
            Exchange unwanted = connection.begin(request("nothing"));
            connection.send(Message.Notification.of(
                    "notifications/cancelled", JsonObject.of("{\"requestId\":" + unwanted.id() + "}")));
            connection.answer(Message.Response.of(new RpcId("\"x\""), JsonObject.EMPTY));
            answer(connection.begin(request("log")));

            assertThat(listener.next(Message.Notification.class).method()).isEqualTo("notifications/message");
            answer(connection.begin(request("now")));
            answer(wanted);
        }
    }

    @Test
    @Timeout(20)
    void whoDoesNotEndHasItsOwnGraceUnlessAllMustEndSoon() {
        StdioSettings patient = new StdioSettings(1 << 20, 1 << 20, 10, Duration.ofMillis(50), Duration.ofHours(1));
        StdioConnections connections = servers.connections(patient);
        StdioServer stubborn = new StdioServer(
                "stubborn",
                "/bin/sh",
                List.of("-c", "trap '' TERM; while :; do sleep 1; done"),
                Map.of(),
                null,
                new ResourceLimits(2, 1L << 30, 1_000));
        Opening opening = connections.open(stubborn, servers.log(), listener);
        connections.endWithin(Duration.ofMillis(200));

        ((Opening.Opened) opening).connection().close();

        assertThat(servers.logged()).contains("asked to end (SIGTERM)").contains("killed (SIGKILL)");
    }

    @Test
    void closingIsHeardByNobodyButTheExchanges() throws Exception {
        Connection connection = connect(listener);
        connection.close();
        connection.close();

        assertThat(listener.isEmpty()).isTrue();
        assertThat(servers.logged()).contains("GATEWAY exited with code 0");
    }
}
