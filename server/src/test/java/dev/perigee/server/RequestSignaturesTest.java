package dev.perigee.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.registration.Registration;
import dev.perigee.protocol.registration.RegistrationRequest;
import dev.perigee.protocol.registration.SatelliteProfile;
import dev.perigee.protocol.signature.ContentDigest;
import dev.perigee.protocol.signature.Covered;
import dev.perigee.protocol.signature.RequestSignature;
import dev.perigee.protocol.signature.SignatureSession;
import dev.perigee.protocol.signing.SigningKey;
import dev.perigee.server.identity.SignaturePolicy;
import dev.perigee.server.limit.Limits;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a control plane makes of signed and unsigned requests of satellites. Those here are made by hand.
@Timeout(60)
final class RequestSignaturesTest {
    private static final SatelliteId ONE = new SatelliteId("one");
    private static final String PROFILE = "/perigee/v1/satellites/one/profile";
    private static final String BODY = Json.WIRE.text(SatelliteProfile.of("2", "test"));
    private final SigningKey own = SigningKey.create(new Random(1));
    private final Instant now = Instant.now();

    @TempDir
    Path directory;

    private RunningServer server;
    private String key = "";
    private SignatureSession session = new SignatureSession("none".repeat(4), 1);
    private long count;

    /// One request, and what of it is signed.
    private record Request(
            String method, String path, @Nullable String body, Map<String, String> fields) {}

    @BeforeEach
    void register() throws Exception {
        server = server(true);
        registered(own);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatIsSignedIsTaken() throws Exception {
        assertThat(send(signed("PUT", PROFILE, BODY)).statusCode()).isEqualTo(200);
        assertThat(send(signed("GET", "/perigee/v1/satellites/one/signing-keys?a=b", null))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void withoutASignatureItIsRefusedWhereOneIsRequiredAndTakenElsewhere() throws Exception {
        Request unsigned = new Request("PUT", PROFILE, BODY, Map.of());
        assertRefused(unsigned, "the request is not signed: expected the headers Signature-Input and Signature");

        server.close();
        server = server(false);
        HttpResponse<String> taken = send(unsigned);
        assertThat(taken.statusCode()).isEqualTo(200);
        assertThat(taken.headers().firstValue(SignatureSession.HEADER))
                .as("what proves nothing is not asked for")
                .isEmpty();
        assertRefused(tampered(signed("PUT", PROFILE, BODY), Map.of("Signature", signature('A'))), "was not made over");
    }

    @Test
    void aChangedBodyMethodPathOrQueryIsRefused() throws Exception {
        Request request = signed("PUT", PROFILE, BODY);
        assertRefused(
                new Request("PUT", PROFILE, BODY.replace("test", "evil"), request.fields()),
                "the body is not what Content-Digest says");
        assertRefused(
                tampered(request, Map.of("Content-Digest", ContentDigest.of("x".getBytes(StandardCharsets.UTF_8)))),
                "the body is not what Content-Digest says");
        String keys = "/perigee/v1/satellites/one/signing-keys";
        Request get = signed("GET", keys, null);
        assertRefused(new Request("GET", "/perigee/v1/satellites/one/config", null, get.fields()), "was not made over");
        assertRefused(new Request("GET", keys + "?a=b", null, get.fields()), "does not cover \"@query\"");
        Request query = signed("GET", keys + "?a=b", null);
        assertRefused(new Request("GET", keys + "?a=c", null, query.fields()), "was not made over");
        Request heartbeat = signed("GET", PROFILE, BODY);
        assertRefused(new Request("PUT", PROFILE, BODY, heartbeat.fields()), "was not made over");
    }

    @Test
    void aReplayIsRefusedAlsoAfterARestart() throws Exception {
        Request request = signed("PUT", PROFILE, BODY);
        assertThat(send(request).statusCode()).isEqualTo(200);
        assertRefused(request, "was here before");

        Request unseen = signed("PUT", PROFILE, BODY);
        server.close();
        server = server(true);
        assertRefused(request, "is not of a session that is open");
        HttpResponse<String> refused = assertRefused(unseen, "is not of a session that is open");

        use(refused);
        assertThat(send(signed("PUT", PROFILE, BODY)).statusCode()).isEqualTo(200);
    }

    @Test
    void aSignatureFarFromNowIsRefusedAndSaysByHowMuch() throws Exception {
        assertRefused(signed(now.minusSeconds(1_300), own), " s too old: expected created=");
        assertRefused(signed(now.plusSeconds(1_300), own), " s ahead: expected created=");
        assertThat(send(signed(now.minusSeconds(200), own)).statusCode()).isEqualTo(200);
    }

    @Test
    void anotherKeyIsRefusedAlsoUnderTheRightName() throws Exception {
        SigningKey others = SigningKey.create(new Random(2));
        assertRefused(
                signed(now, others),
                "keyid \"" + others.verification().id() + "\": expected "
                        + own.verification().id() + ", the key of satellite \"one\"");
        Request forged = signed(now, others);
        String input = forged.fields().getOrDefault("Signature-Input", "");
        assertRefused(
                tampered(
                        forged,
                        Map.of(
                                "Signature-Input",
                                input.replace(
                                        others.verification().id(),
                                        own.verification().id()))),
                "was not made over");
    }

    @Test
    void aNewRegistrationReplacesTheSigningKey() throws Exception {
        SigningKey second = SigningKey.create(new Random(3));
        registered(second);
        assertRefused(signed(now, own), "expected " + second.verification().id());
        assertThat(send(signed(now, second)).statusCode()).isEqualTo(200);

        registered(null);
        assertRefused(signed(now, second), "has no key to sign with: register it anew");
    }

    @Test
    void theSatelliteKeyIsAskedForFirst() throws Exception {
        Request request = tampered(signed("PUT", PROFILE, BODY), Map.of("Signature", "nonsense"));
        key = "one.wrong";
        HttpResponse<String> refused = send(request);

        assertThat(refused.statusCode()).isEqualTo(401);
        assertThat(RunningServer.problem(refused).code()).isEqualTo("unauthorized");
        assertThat(refused.headers().firstValue(SignatureSession.HEADER)).isEmpty();
    }

    @Test
    void nonsenseAndHugeHeadersAreRefused() throws Exception {
        Request request = signed("PUT", PROFILE, BODY);
        assertRefused(tampered(request, Map.of("Signature", "nonsense")), "Signature \"nonsense\": expected");
        assertRefused(tampered(request, Map.of("Signature-Input", "x=(" + "\"a\" ".repeat(900) + ")")), "expected one");
        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(served(tampered(request, Map.of("Signature-Input", "x".repeat(40_000)))))
                .isFalse();
    }

    private RunningServer server(boolean required) throws Exception {
        return new RunningServer(RunningServer.config(directory.resolve("data"))
                .with(RunningServer.entrance(
                        Limits.DEFAULT,
                        new ServerConfig.Edge(
                                null, null, false, new SignaturePolicy(required, Duration.ofMinutes(5))))));
    }

    private void registered(@Nullable SigningKey signing) throws Exception {
        String token = server.app.createToken(TokenRequest.of(ONE)).token();
        RegistrationRequest request = new RegistrationRequest(
                ONE, SatelliteProfile.of("1", "test"), signing == null ? null : signing.verification());
        HttpResponse<String> answer = server.send("POST", "/perigee/v1/register", token, Json.WIRE.text(request));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        key = Json.WIRE.read(answer.body(), Registration.class).key().reveal();
        if (signing != null) {
            use(answer);
        }
    }

    private void use(HttpResponse<String> answer) {
        session = SignatureSession.parse(
                answer.headers().firstValue(SignatureSession.HEADER).orElseThrow());
        count = 0;
    }

    private Request signed(Instant created, SigningKey by) {
        return signed("PUT", PROFILE, BODY, created, by);
    }

    private Request signed(String method, String uri, @Nullable String body) {
        return signed(method, uri, body, now, own);
    }

    private Request signed(String method, String uri, @Nullable String body, Instant created, SigningKey by) {
        Map<String, String> digest = body == null
                ? Map.of()
                : Map.of("Content-Digest", ContentDigest.of(body.getBytes(StandardCharsets.UTF_8)));
        int query = uri.indexOf('?');
        Covered covered = new Covered(
                method, query < 0 ? uri : uri.substring(0, query), query < 0 ? "" : uri.substring(query), digest);
        String nonce = new SignatureSession.Nonce(session, count++).text();
        return tampered(
                new Request(method, uri, body, digest),
                RequestSignature.of(covered, by, created, nonce).fields());
    }

    private static Request tampered(Request request, Map<String, String> fields) {
        Map<String, String> all = new HashMap<>(request.fields());
        all.putAll(fields);
        return new Request(request.method(), request.path(), request.body(), all);
    }

    private static String signature(char of) {
        return "perigee=:" + String.valueOf(of).repeat(86) + "==:";
    }

    /// A head that is too long may cost the connection before there is an answer.
    private boolean served(Request request) throws Exception {
        try {
            return send(request).statusCode() < 400;
        } catch (IOException _) {
            return false;
        }
    }

    private HttpResponse<String> assertRefused(Request request, String why) throws Exception {
        HttpResponse<String> answer = send(request);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(401);
        assertThat(RunningServer.problem(answer).code()).isEqualTo("signature_refused");
        assertThat(RunningServer.problem(answer).detail()).contains(why);
        return answer;
    }

    private HttpResponse<String> send(Request request) throws Exception {
        String[] headers = request.fields().entrySet().stream()
                .flatMap(field -> Stream.of(field.getKey(), field.getValue()))
                .toArray(String[]::new);
        return server.send(request.method(), request.path(), key, request.body(), headers);
    }
}
