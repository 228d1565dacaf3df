package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.AuditList;
import dev.perigee.protocol.audit.AuditPage;
import dev.perigee.protocol.audit.AuditVerification;
import dev.perigee.protocol.command.CommandSpec;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.server.limit.AddressRange;
import dev.perigee.server.limit.Rates;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is recorded of those who act, through the API.
class AuditTest {
    private static final String KEY = RunningServer.OPERATOR_KEY;

    @TempDir
    private Path directory;

    private RunningServer server;

    @BeforeEach
    void start() throws Exception {
        server = new RunningServer(directory.resolve("server"));
        RegistrationRequest request =
                new RegistrationRequest(new SatelliteId("far"), SatelliteProfile.of("test", "Linux"));
        server.send("POST", "/perigee/v1/register", server.token(), Json.WIRE.text(request));
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void aCommandIsRecordedWithoutItsArguments() throws Exception {
        String body =
                "{\"to\":\"far\",\"command\":{\"type\":\"exec\",\"program\":\"echo\",\"arguments\":[\"hidden\"]}}";
        HttpResponse<String> accepted = server.send("POST", "/api/v1/commands", KEY, body);
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(201);
        CommandView command = Json.WIRE.read(accepted.body(), CommandView.class);
        server.send("POST", "/api/v1/commands/" + command.id() + "/cancel", KEY, null);
        AuditEntry submitted = entries("?act=command.submit").getFirst();
        assertThat(submitted.actor()).isEqualTo("operator");
        assertThat(submitted.subject()).isEqualTo(command.id().value());
        assertThat(submitted.details()).containsEntry("target", "far").containsEntry("type", "exec");
        assertThat(entries("?subject=" + command.id()))
                .extracting(AuditEntry::act)
                .containsExactly(AuditAct.COMMAND_CANCELLED, AuditAct.COMMAND_SUBMITTED);
        assertThat(server.send("GET", "/api/v1/audit", KEY, null).body()).doesNotContain("hidden");
    }

    @Test
    void keysAreRecordedByTheirNamesAndWhatIsDeniedWithItsReason() throws Exception {
        OperatorView alice = Json.WIRE.read(
                server.send("POST", "/api/v1/operators", KEY, "{\"name\":\"alice\",\"role\":\"viewer\"}")
                        .body(),
                OperatorView.class);
        String key = Objects.requireNonNull(alice.key());
        assertThat(server.send("POST", "/api/v1/tokens", key, "{}").statusCode())
                .isEqualTo(403);
        assertThat(server.send("GET", "/api/v1/audit", key, null).statusCode()).isEqualTo(403);
        server.send("DELETE", "/api/v1/operators/alice", KEY, null);

        assertThat(entries("?subject=alice"))
                .extracting(AuditEntry::act)
                .containsExactly(AuditAct.OPERATOR_REVOKED, AuditAct.OPERATOR_CREATED);
        List<AuditEntry> denied = entries("?act=access.denied&actor=key:alice");
        assertThat(denied).extracting(AuditEntry::subject).containsExactly("GET /api/v1/audit", "POST /api/v1/tokens");
        assertThat(denied.getLast().details().get("why")).contains("expected the role admin");
        assertThat(server.send("GET", "/api/v1/audit", KEY, null).body()).doesNotContain(key);
    }

    @Test
    void eachEntrySaysWhereItsCallCameFrom() throws Exception {
        server.send("POST", "/api/v1/commands", KEY, "{\"to\":\"far\",\"command\":{\"type\":\"ping\"}}");
        server.send("POST", "/api/v1/broadcasts", KEY, "{\"to\":\"all\",\"command\":{\"type\":\"ping\"}}");
        server.send("POST", "/api/v1/signing-keys", KEY, null);
        server.send("POST", "/perigee/v1/register", "a-guess", "{\"satellite\":\"near\"}");
        CommandView command = server.submit(Submission.of(new SatelliteId("far"), new CommandSpec.Ping()), "");
        server.send(
                "POST", "/api/v1/commands/" + command.id() + "/cancel", KEY, null, "X-Forwarded-For", "198.51.100.7");
        List<AuditEntry> entries = entries("?limit=100");
        assertThat(entries)
                .extracting(AuditEntry::act)
                .contains(
                        AuditAct.COMMAND_SUBMITTED,
                        AuditAct.COMMAND_CANCELLED,
                        AuditAct.BROADCAST_SUBMITTED,
                        AuditAct.SIGNING_KEY_ROTATED,
                        AuditAct.SATELLITE_REGISTERED,
                        AuditAct.SATELLITE_REFUSED);
        assertThat(entries)
                .as("nobody is believed who is no trusted proxy")
                .filteredOn(entry -> !entry.act().equals(AuditAct.TOKEN_CREATED))
                .extracting(AuditEntry::address)
                .containsOnly("127.0.0.1");
    }

    @Test
    void behindATrustedProxyItIsTheCallersAddressInFull() throws Exception {
        Rates rates = Rates.DEFAULT;
        server.close();
        ServerConfig config = ServerConfig.of(directory.resolve("server"));
        server = new RunningServer(config.with(new ServerConfig.Callers(
                KEY,
                null,
                new Rates(
                        rates.satellite(),
                        rates.operator(),
                        rates.address(),
                        rates.registrationOfAddress(),
                        rates.registration(),
                        List.of(AddressRange.parse("127.0.0.0/8"))))));
        server.send("POST", "/api/v1/signing-keys", KEY, null, "Forwarded", "for=\"[2001:db8::7]:4711\"");
        assertThat(entries("?act=signing-key.rotate").getFirst().address()).isEqualTo("2001:db8:0:0:0:0:0:7");
    }

    @Test
    void theRestIsRecordedToo() throws Exception {
        server.send("POST", "/api/v1/signing-keys", KEY, null);
        server.send(
                "POST",
                "/api/v1/broadcasts",
                KEY,
                "{\"to\":\"all\",\"includeStale\":true,\"command\":{\"type\":\"ping\"}}");
        assertThat(entries("?limit=100"))
                .extracting(AuditEntry::act)
                .contains(AuditAct.SATELLITE_REGISTERED, AuditAct.SIGNING_KEY_ROTATED, AuditAct.BROADCAST_SUBMITTED);
    }

    @Test
    void aRegistrationThatIsRefusedIsRecordedWithItsReason() throws Exception {
        RegistrationRequest request =
                new RegistrationRequest(new SatelliteId("near"), SatelliteProfile.of("test", "Linux"));
        assertThat(server.send("POST", "/perigee/v1/register", "a-guess", Json.WIRE.text(request))
                        .statusCode())
                .isNotEqualTo(201);
        assertThat(entries("?act=satellite.refuse").getFirst()).satisfies(entry -> {
            assertThat(entry.subject()).isEqualTo("near");
            assertThat(entry.details()).containsKey("why");
        });
        assertThat(server.send("GET", "/api/v1/audit", KEY, null).body()).doesNotContain("a-guess");
    }

    @Test
    void theLinesHoldAfterAStopWithACheckpointOverTheLast() throws Exception {
        server.send("POST", "/api/v1/signing-keys", KEY, null);
        server.close();
        server = new RunningServer(directory.resolve("server"));
        AuditPage page = Json.WIRE.read(
                server.send("GET", "/api/v1/audit/lines", KEY, null).body(), AuditPage.class);
        AuditVerification verification = new AuditVerification(page.chain(), page.keys());
        for (AuditLine line : page.lines()) {
            assertThat(verification.take(line)).isNull();
        }
        assertThat(verification.summary().sealed())
                .isPositive()
                .isEqualTo(verification.summary().entries());
        HttpResponse<String> end = server.send(
                "GET", "/api/v1/audit/lines?after=" + verification.summary().entries(), KEY, null);
        assertThat(Json.WIRE.read(end.body(), AuditPage.class).lines()).isEmpty();
    }

    @Test
    void whatIsAskedForBadlyIsNamed() throws Exception {
        assertThat(server.send("GET", "/api/v1/audit?act=nonsense", KEY, null).body())
                .contains("nonsense", "command.submit");
        assertThat(server.send("GET", "/api/v1/audit/lines?after=x", KEY, null).body())
                .contains("after", "the number of an entry");
        assertThat(server.send("GET", "/api/v1/audit?limit=100000", KEY, null).statusCode())
                .isEqualTo(400);
    }

    private List<AuditEntry> entries(String query) throws Exception {
        return Json.WIRE
                .read(server.send("GET", "/api/v1/audit" + query, KEY, null).body(), AuditList.class)
                .entries();
    }
}
