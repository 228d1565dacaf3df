package dev.perigee.gateway.upstream.stdio;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcId;
import dev.perigee.gateway.upstream.Connection;
import dev.perigee.gateway.upstream.Exchange;
import dev.perigee.gateway.upstream.HeardByListener;
import dev.perigee.gateway.upstream.Loss;
import dev.perigee.gateway.upstream.Loss.Cause;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Servers that flood, stall, babble, stammer and will not die.
class BadServersTest {
    private static final Duration DEADLINE = Duration.ofSeconds(20);
    /// 10,000 by `./mvnw -pl gateway -am test -Dtest=BadServersTest -Dsurefire.failIfNoSpecifiedTests=false
    /// -Dperigee.cycles=10000`.
    private static final int CYCLES = Integer.getInteger("perigee.cycles", 200);

    private static final String ANSWER = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":{}}";

    private final ShellServers servers = new ShellServers();
    private final HeardByListener listener = new HeardByListener();

    @AfterEach
    void close() {
        servers.close();
    }

    @Test
    void whatIsNoMessageIsNotedAndPassedOver() throws Exception {
        Exchange exchange =
                call("echo 'Server ready!'; read -r line; echo; echo '[1]'; echo '" + ANSWER + "'; read -r x");

        answered(exchange);
        assertThat(servers.logged()).contains("STDOUT Server ready!").contains("STDOUT [1]");
    }

    @Test
    void endlessBabbleEndsTheConnectionAndFillsNoLog() throws Exception {
        Exchange exchange = call("yes");

        assertThat(lost(exchange).why().cause()).isEqualTo(Cause.MISBEHAVED);
        assertThat(listener.next(Loss.class).cause()).isEqualTo(Cause.MISBEHAVED);
        ended();
        assertThat(servers.logged().lines().filter("STDOUT y"::equals)).hasSize(Noise.NOTES_MAX);
        assertThat(servers.logged()).contains("more lines like these were passed over");
    }

    @Test
    void aFloodOfMessagesOverflowsItsExchangeAndNothingElse() throws Exception {
        String told = "{\"jsonrpc\":\"2.0\",\"method\":\"notifications/x\"}";
        Connection connection = connect(
                "read -r line; i=0; while [ $((i+=1)) -le 3000 ]; do echo '" + told
                        + "'; done; echo over >&2; read -r line; echo '{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":{}}'; read -r x");
        Exchange flooded = connection.begin(request(1));
        until("the flood is over", () -> servers.logged().contains("STDERR over"));

        assertThat(lost(flooded).why().cause()).isEqualTo(Cause.MISBEHAVED);
        answered(connection.begin(request(2)));
    }

    @Test
    void anAnswerByteByByteIsAnAnswer() throws Exception {
        StringBuilder script = new StringBuilder("read -r line; ");
        for (int i = 0; i < ANSWER.length(); i++) {
            script.append("printf '%s' '").append(ANSWER.charAt(i)).append("'; ");
        }

        answered(call(script + "echo; read -r line"));
    }

    @Test
    void halfAMessageAndAnExitIsALoss() throws Exception {
        Exchange exchange = call("read -r line; printf '{\"jsonrpc\":\"2.0\",\"id\":1,'; exit 4");

        assertThat(lost(exchange).why().explanation()).contains("exited with code 4");
        assertThat(lost(exchange).sent()).isTrue();
        assertThat(servers.logged()).contains("ended within a line of 24 bytes");
    }

    @Test
    void aLineWithoutEndIsALossBeforeItFillsTheMemory() throws Exception {
        Exchange exchange = call("read -r line; head -c 100000000 /dev/zero; read -r line");

        assertThat(lost(exchange).why())
                .isEqualTo(new Loss(Cause.MISBEHAVED, "the server wrote a line of more than 1048576 bytes"));
        ended();
    }

    @Test
    void answersToWhatWasNotAskedAndSecondAnswersAreDropped() throws Exception {
        Exchange exchange =
                call("read -r line; echo '" + ANSWER.replace("1,", "77,") + "'; echo '" + ANSWER.replace("1,", "\"1\",")
                        + "'; echo '" + ANSWER + "'; echo '" + ANSWER + "'; echo done >&2; read -r line");

        answered(exchange);
        until("the second answer was seen", () -> servers.logged().contains("dropped an answer to 1,"));
        assertThat(servers.logged())
                .contains("dropped an answer to 77, which is not under way")
                .contains("dropped an answer to \"1\", which");
        assertThat(listener.isEmpty()).isTrue();
    }

    @Test
    void aServerThatDoesNotReadIsStalledAndWhatItHasNotSeenIsUnsent() throws Exception {
        Connection connection = connect("exec sleep 100");
        JsonObject big = JsonObject.of("{\"x\":\"" + "y".repeat(500_000) + "\"}");
        Exchange first = connection.begin(Message.Request.of(RpcId.of(1), "x", big));
        Exchange last = first;
        for (int id = 2; id < 8; id++) {
            last = connection.begin(Message.Request.of(RpcId.of(id), "x", big));
        }

        assertThat(listener.next(Loss.class).cause()).isEqualTo(Cause.STALLED);
        assertThat(lost(first).sent()).isTrue();
        assertThat(lost(last).sent()).isFalse();
        ended();
    }

    @Test
    void aServerThatClosesItsOutputButStaysIsEnded() throws Exception {
        Exchange exchange = call("exec >&-; trap '' TERM; sleep 100");

        assertThat(lost(exchange).why()).isEqualTo(new Loss(Cause.GONE, "the server closed its stdout"));
        ended();
    }

    @Test
    void aServerThatClosesItsInputButStaysIsEnded() throws Exception {
        Exchange exchange = call("read -r line; exec <&-; exec sleep 100");

        assertThat(lost(exchange))
                .isEqualTo(new Exchange.Event.Lost(new Loss(Cause.GONE, "the server closed its stdin"), true));
        ended();
    }

    @Test
    void aServerKilledFromElsewhereSaysBySignal() throws Exception {
        Exchange exchange = call("read -r line; kill -KILL $$");

        assertThat(lost(exchange).why().explanation()).isEqualTo("the server was killed by signal 9");
    }

    @Test
    void closingEndsADeafServerAndItsGrandchildren(@TempDir Path directory) throws Exception {
        Path pids = directory.resolve("pids");
        Connection connection =
                connect("trap '' TERM; sleep 100 & echo $! >>" + pids + "; setsid sh -c 'echo $$ >>" + pids
                        + "; trap \"\" TERM; sleep 100' & while [ $(wc -l <" + pids
                        + ") -lt 2 ]; do sleep 0.01; done; echo ready >&2; while :; do sleep 1; done");
        until("it is ready", () -> servers.logged().contains("ready"));

        connection.close();

        assertThat(servers.logged()).contains("killed (SIGKILL), since it did not end when asked");
        for (String pid : Files.readAllLines(pids)) {
            until(pid + " is gone", () -> ProcessHandle.of(Long.parseLong(pid)).isEmpty());
        }
    }

    @Test
    void manyServersLeaveNoProcessNoDescriptorAndNoCgroup() throws IOException, InterruptedException {
        connect("read -r line").close();
        int before = descriptors();

        for (int i = 0; i < CYCLES; i++) {
            Connection connection = connect("read -r line; echo '" + ANSWER + "'; sleep 100 & read -r line");
            answered(connection.begin(request(1)));
            assertThat(i > 0 || !servers.haveCgroups() || servers.cgroups() > 0)
                    .as("a running server has cgroups where the host has them")
                    .isTrue();
            connection.close();
        }

        until("all cgroups are removed", () -> servers.cgroups() == 0);
        until("all descriptors are closed", () -> descriptors() <= before);
        until(
                "all processes are gone",
                () -> ProcessHandle.current().children().findAny().isEmpty());
    }

    private Connection connect(String script) {
        return servers.connect(script, listener);
    }

    private Exchange call(String script) {
        return connect(script).begin(request(1));
    }

    private static Message.Request request(long id) {
        return Message.Request.of(RpcId.of(id), "tools/call", JsonObject.EMPTY);
    }

    private static void answered(Exchange exchange) throws InterruptedException {
        assertThat(exchange.next(DEADLINE)).containsInstanceOf(Exchange.Event.Answered.class);
    }

    private static Exchange.Event.Lost lost(Exchange exchange) throws InterruptedException {
        return (Exchange.Event.Lost) exchange.next(DEADLINE).orElseThrow();
    }

    private void ended() {
        until("the process has ended", () -> servers.logged().contains("GATEWAY was ended"));
    }

    private static void until(String what, BooleanSupplier condition) {
        long start = System.nanoTime();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - start).as(what).isLessThan(DEADLINE.toNanos());
            LockSupport.parkNanos(1_000_000);
        }
    }

    private static int descriptors() {
        return Objects.requireNonNull(new File("/proc/self/fd").list()).length;
    }
}
