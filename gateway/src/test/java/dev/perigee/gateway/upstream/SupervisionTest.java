package dev.perigee.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.perigee.gateway.mcp.ProtocolVersion.Era;
import dev.perigee.gateway.redaction.Redaction;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.rpc.RpcError;
import dev.perigee.gateway.upstream.GatewayEvents.Event;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class SupervisionTest {
    private static final UpstreamClient CLIENT = Host.client("one");

    private final Host host = new Host(3);
    private final MemoryServer server = Host.server();

    @Test
    void aServerIsContactedOnceAndItsToolsAreKnown() throws Exception {
        Upstream upstream = host.process("files", server);
        upstream.ordered();
        upstream.discover();

        assertThat(host.statuses()).isEqualTo("command_received connecting discovering_tools syncing_tools online");
        assertThat(upstream.standing()).matches(standing -> standing.tools() != null && standing.tools() == 2);
        assertThat(host.heard(Event.Started.class)).hasSize(1);
        assertThat(host.heard(Event.ToolsDiscovered.class)).singleElement().satisfies(event -> {
            assertThat(event.tools()).containsExactly("read", "write");
            assertThat(event.listed()).extracting(ListedTool::name).containsExactly("read", "write");
        });
    }

    @Test
    void whatCrashesInUseIsStartedAgainAfterASecondAndThenAfterFive() throws Exception {
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);

        server.talks().getLast().die();
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.RESTARTING);
        assertThat(upstream.standing().explanation()).contains("exit code 1");
        host.time.pass(Duration.ofMillis(999));
        assertThat(server.talks()).hasSize(1);
        host.time.pass(Duration.ofMillis(1));
        assertThat(server.talks()).hasSize(2);
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ONLINE);

        Host.call(upstream, CLIENT);
        server.talks().getLast().die();
        host.time.pass(Duration.ofMillis(4_999));
        assertThat(server.talks()).hasSize(2);
        host.time.pass(Duration.ofMillis(1));
        assertThat(server.talks()).hasSize(3);
        assertThat(host.heard(Event.Restarted.class))
                .extracting(Event.Restarted::attempt)
                .containsExactly(1, 2);
    }

    @Test
    void theThirdCrashInFiveMinutesEndsItUntilARestart() throws Exception {
        Upstream upstream = host.process("files", server);
        for (int crash = 0; crash < 3; crash++) {
            Host.call(upstream, CLIENT);
            server.talks().getLast().die();
            host.time.pass(Duration.ofSeconds(10));
        }

        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.PERMANENTLY_FAILED);
        assertThat(host.heard(Event.PermanentlyFailed.class)).hasSize(1);
        assertThatExceptionOfType(ConnectFailed.class)
                .isThrownBy(() -> upstream.session(CLIENT))
                .withMessageContaining("permanently_failed")
                .withMessageContaining("exit code 1");
        assertThat(server.talks()).hasSize(3);
        assertThat(host.time.waiting()).isZero();

        assertThat(upstream.restart("a command").status()).isEqualTo(InstanceStatus.ONLINE);
        Host.call(upstream, CLIENT);
    }

    @Test
    void aServerThatIsOfflineRecoversThroughEachStep() throws Exception {
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);
        server.talks().getLast().die();
        host.time.pass(Duration.ofSeconds(1));
        server.talks().getLast().die();
        host.time.pass(Duration.ofMinutes(1));
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.OFFLINE);
        String before = host.statuses();

        assertThat(upstream.recover("a command").status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(host.statuses()).isEqualTo(before + " connecting discovering_tools syncing_tools online");
        int talks = server.talks().size();
        assertThat(upstream.recover("a command").status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(server.talks()).hasSize(talks);
    }

    @Test
    void whatIsDeployedAnewGoesThroughEachStep() throws Exception {
        Upstream upstream = host.process("files", server);
        upstream.discover();
        String before = host.statuses();
        assertThat(upstream.redeploy("a command").status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(host.statuses()).isEqualTo(before + " restarting connecting discovering_tools syncing_tools online");
    }

    @Test
    void whatCrashesWhileNobodyUsesItWaitsForACall() throws Exception {
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);
        server.talks().getLast().die();
        host.time.pass(Duration.ofSeconds(1));
        server.talks().getLast().die();
        host.time.pass(Duration.ofMinutes(1));

        assertThat(server.talks()).hasSize(2);
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.OFFLINE);
        Host.call(upstream, CLIENT);
        assertThat(server.talks()).hasSize(3);
    }

    @Test
    void aServerThatDiesAtItsGreetingIsTriedThreeTimesByThoseWhoWantIt() {
        server.on("initialize", (talk, _) -> talk.die());
        Upstream upstream = host.process("files", server);

        for (int attempt = 0; attempt < 3; attempt++) {
            assertThatExceptionOfType(ConnectFailed.class)
                    .isThrownBy(() -> upstream.session(CLIENT))
                    .withMessageContaining("exit code 1");
            host.time.pass(Duration.ofSeconds(20));
        }
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.PERMANENTLY_FAILED);
        // At first it is greeted twice, in case it died of the question for its era; from then on a try is one start.
        assertThat(server.talks()).hasSize(3);
        assertThat(host.heard(Event.Crashed.class)).hasSize(3);
    }

    @Test
    void whatDiesOfTheQuestionForItsEraHasNotCrashed() throws Exception {
        server.on("server/discover", (talk, _) -> talk.die());
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);

        assertThat(server.talks()).hasSize(2);
        assertThat(host.heard(Event.Crashed.class)).isEmpty();
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ONLINE);
    }

    @Test
    void aRestartFindsOutTheEraAnew() throws Exception {
        AtomicReference<Connector> version = new AtomicReference<>(server);
        Upstream upstream = host.process("files", listener -> version.get().connect(listener));
        Host.call(upstream, CLIENT);
        version.set(MemoryServer.modern("{}").on("tools/call", "{}"));

        assertThat(upstream.restart("a command").status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(upstream.era()).contains(Era.MODERN);
    }

    @Test
    void aRestartThatIsDueDoesNotStartWhatIsGivenUp() throws Exception {
        Upstream upstream = host.process("files", server);
        List<UpstreamClient> clients = List.of("a", "b", "c").stream()
                .map(id -> Host.client(id, "{\"roots\":{}}"))
                .toList();
        for (UpstreamClient client : clients) {
            Host.call(upstream, client);
        }
        List.copyOf(server.talks()).forEach(MemoryServer.Talk::die);
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.PERMANENTLY_FAILED);
        host.time.pass(Duration.ofMinutes(1));

        assertThat(server.talks()).hasSize(3);
        assertThat(upstream.standing().processes()).isEmpty();
    }

    @Test
    void aRestartReadsTheToolsAgain() throws Exception {
        Upstream upstream = host.process("files", server);
        upstream.discover();
        server.on("tools/list", "{\"tools\":[]}");
        upstream.restart("a command");

        assertThat(server.talks()).hasSize(2);
        assertThat(server.talks().getFirst().isClosed()).isTrue();
        assertThat(upstream.standing().tools()).isZero();
        assertThat(host.heard(Event.Restarted.class))
                .extracting(Event.Restarted::attempt)
                .containsExactly(0);
    }

    @Test
    void refusedCredentialsAreToldFromOtherFailures() throws Exception {
        server.on(
                "tools/list",
                (talk, request) ->
                        talk.end(request, Message.Response.of(request.id(), new RpcError(-32000, "401 Unauthorized"))));
        Upstream upstream =
                host.add("far", new Upstream.Traits(server, Transport.HTTP, Redaction.of(List.of("s3cret")), null));
        upstream.discover();
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.REQUIRES_REAUTH);

        assertThat(upstream.check(Check.CREDENTIAL_VALIDATION))
                .matches(finding -> !finding.healthy() && finding.explanation().contains("401"));
        server.on("tools/list", "{\"tools\":[{\"name\":\"s3cret\"}]}");
        host.time.pass(Checkup.REAUTH_CHECK_EVERY);
        upstream.look();
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ONLINE);
    }

    @Test
    void aProcessThatGaveAnErrorOnceAndRunsIsWellAgainOnceItAnswers() throws Exception {
        server.on(
                "tools/list",
                (talk, request) ->
                        talk.end(request, Message.Response.of(request.id(), new RpcError(-32603, "not ready"))));
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ERROR);

        server.on("tools/list", "{\"tools\":[]}");
        host.time.pass(Checkup.CHECK_EVERY.minusSeconds(10));
        Host.call(upstream, CLIENT);
        host.time.pass(Duration.ofSeconds(10));
        upstream.look();
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(server.talks()).hasSize(1);
    }

    @Test
    void aServerThatDiesOfACheckIsReported() throws Exception {
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);
        assertThat(upstream.check(Check.CONNECTIVITY).healthy()).isTrue();
        server.on("ping", (talk, _) -> talk.die());

        assertThat(upstream.check(Check.CONNECTIVITY))
                .matches(finding -> !finding.healthy() && finding.explanation().contains("exit code 1"));
    }

    @Test
    void aProcessThatAnswersNoPingIsEndedAndReportedAndTheNextCallStartsAnother() throws Exception {
        Host quick = new Host(3, Duration.ofMillis(100));
        Upstream upstream = quick.process("files", server);
        Host.call(upstream, CLIENT);
        server.on("ping", (_, _) -> {});
        quick.time.pass(Checkup.CHECK_EVERY.minusSeconds(10));
        Host.call(upstream, CLIENT);
        quick.time.pass(Duration.ofSeconds(10));
        upstream.look();

        assertThat(server.talks()).singleElement().matches(MemoryServer.Talk::isClosed);
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ERROR);
        assertThat(quick.heard(Event.StatusChanged.class).getLast().explanation())
                .contains("did not answer");
        Host.call(upstream, CLIENT);
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ONLINE);
        assertThat(server.talks()).hasSize(2);
    }

    @Test
    void whatChangedInTheToolsIsTold() throws Exception {
        Upstream upstream = host.process("files", server);
        Host.call(upstream, CLIENT);
        server.on("tools/list", "{\"tools\":[{\"name\":\"read\"},{\"name\":\"stat\"}]}");
        server.talks()
                .getLast()
                .listener()
                .heard(Message.Notification.of("notifications/tools/list_changed", JsonObject.EMPTY));

        assertThat(host.heard(Event.ToolsUpdated.class))
                .singleElement()
                .matches(event -> event.added().equals(List.of("stat"))
                        && event.removed().equals(List.of("write"))
                        && event.total() == 2);
    }

    @Test
    void secretsAreInNoExplanation() throws Exception {
        Upstream upstream = host.add(
                "files",
                new Upstream.Traits(
                        _ -> {
                            throw new ConnectFailed(new Loss(Loss.Cause.NOT_STARTED, "bad token hunter22"));
                        },
                        Transport.STDIO,
                        Redaction.of(List.of("hunter22")),
                        null));

        assertThatExceptionOfType(ConnectFailed.class)
                .isThrownBy(() -> upstream.session(CLIENT))
                .withMessage("bad token ***");
        assertThat(upstream.standing().explanation()).isEqualTo("bad token ***");
        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.ERROR);
        assertThat(host.events.toString()).doesNotContain("hunter22");
    }

    @Test
    void whatTheUserHasToFillInKeepsItFromBeingStarted() {
        Upstream upstream = host.add(
                "files", new Upstream.Traits(server, Transport.STDIO, Redaction.NONE, "env TOKEN: expected a value"));

        assertThat(upstream.standing().status()).isEqualTo(InstanceStatus.AWAITING_USER_CONFIG);
        assertThatExceptionOfType(ConnectFailed.class)
                .isThrownBy(() -> upstream.session(CLIENT))
                .withMessageContaining("env TOKEN");
        assertThat(server.talks()).isEmpty();
    }

    @Test
    void closingLeavesNoTimerAndNoProcess() throws Exception {
        Upstream upstream = host.process("files", server);
        Rounds rounds = new Rounds(host.upstreams, host.around());
        rounds.begin();
        Host.call(upstream, CLIENT);
        server.talks().getLast().die();
        assertThat(host.time.waiting()).isEqualTo(2);

        rounds.close();
        host.upstreams.close();

        assertThat(host.time.waiting()).isZero();
        assertThat(host.around().places().taken()).isZero();
        assertThatExceptionOfType(ConnectFailed.class).isThrownBy(() -> upstream.session(CLIENT));
    }
}
