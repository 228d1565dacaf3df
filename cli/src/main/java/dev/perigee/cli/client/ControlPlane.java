package dev.perigee.cli.client;

import dev.perigee.cli.shell.CliException;
import dev.perigee.http.tls.TlsFailure;
import dev.perigee.http.tls.TlsFiles;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.CommandId;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.access.OperatorList;
import dev.perigee.protocol.access.OperatorRequest;
import dev.perigee.protocol.access.OperatorView;
import dev.perigee.protocol.access.Revocation;
import dev.perigee.protocol.api.CommandList;
import dev.perigee.protocol.api.CommandView;
import dev.perigee.protocol.api.Explanation;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.api.TokenRequest;
import dev.perigee.protocol.api.TokenView;
import dev.perigee.protocol.command.CommandState;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.target.Target;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/// The operator API of one control plane. Thread-safe; each call blocks its thread and keeps its connection for the
/// next.
public final class ControlPlane implements AutoCloseable {
    private static final Duration CONNECT_MAX = Duration.ofSeconds(5);
    private static final Duration ANSWER_MAX = Duration.ofSeconds(20);
    private static final HttpRequest.BodyPublisher NOTHING = HttpRequest.BodyPublishers.noBody();
    private static final String OPERATORS = "/api/v1/operators";
    private static final String SIGNING_KEYS = "/api/v1/signing-keys";
    private static final int TOO_MANY = 429;
    private static final int PROBLEM_BYTES_MAX = 64 * 1024;

    private final Address address;
    private final HttpClient http;

    /// The TLS files are only read for an https address.
    ControlPlane(Address address, TlsFiles tls) {
        this.address = address;
        HttpClient.Builder client =
                HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT_MAX);
        if ("https".equals(address.url().getScheme())) {
            client.sslContext(tls.read().context());
        }
        this.http = client.build();
    }

    /// The one that runs on a data directory, with the operator key `key` if there is one, else with the directory's
    /// own; `tls` says which authorities it may be of and as whom to come.
    public static ControlPlane on(Path data, @Nullable String key, TlsFiles tls) {
        return new ControlPlane(new Locator(null, key, data, Map.of()).find(), tls);
    }

    public URI url() {
        return address.url();
    }

    /// Ends the program when nobody answers at the address at all.
    public void reach() throws InterruptedException {
        if (call(request("/health/live", Duration.ZERO), _ -> true)
                        instanceof Reply.Unreachable(String reason, boolean reached)
                && !reached) {
            throw new CliException(reason);
        }
    }

    /// Submits, and waits up to `wait` for the command to end; not at all when it is zero.
    public Reply<CommandView> submit(Submission submission, Duration wait) throws InterruptedException {
        return call(request("/api/v1/commands" + waiting(wait), wait).POST(json(submission)), CommandView.class);
    }

    public Reply<CommandView> command(CommandId id, Duration wait) throws InterruptedException {
        return call(request("/api/v1/commands/" + id + waiting(wait), wait), CommandView.class);
    }

    /// Cancels, and waits up to `wait` for the command to end.
    public Reply<CommandView> cancel(CommandId id, Duration wait) throws InterruptedException {
        return call(
                request("/api/v1/commands/" + id + "/cancel" + waiting(wait), wait)
                        .POST(NOTHING),
                CommandView.class);
    }

    public Reply<CommandView> redrive(CommandId id) throws InterruptedException {
        return call(
                request("/api/v1/commands/" + id + "/redrive", Duration.ZERO).POST(NOTHING), CommandView.class);
    }

    public Reply<Explanation> why(CommandId id) throws InterruptedException {
        return call(request("/api/v1/commands/" + id + "/why", Duration.ZERO), Explanation.class);
    }

    /// Dead letters that were not redriven, the newest first.
    public Reply<CommandList> deadLetters(int limit) throws InterruptedException {
        return call(request("/api/v1/dead-letters?limit=" + limit, Duration.ZERO), CommandList.class);
    }

    /// What a command writes, from these offsets on, as it comes.
    public Reply<LiveEvents<LiveEvent>> output(CommandId id, long stdout, long stderr) throws InterruptedException {
        String path = "/api/v1/commands/" + id + "/output?stdout=" + stdout + "&stderr=" + stderr;
        return stream(request(path, Duration.ZERO), (_, name, data) -> LiveEvent.read(name, data));
    }

    <T> Reply<LiveEvents<T>> stream(HttpRequest.Builder request, LiveEvents.Decoder<T> decoder)
            throws InterruptedException {
        return exchange(request, HttpResponse.BodyHandlers.ofInputStream(), response -> {
            String type = response.headers().firstValue("Content-Type").orElse("");
            if (response.statusCode() / 100 == 2 && type.startsWith("text/event-stream")) {
                return new Reply.Ok<>(new LiveEvents<>(response.body(), decoder));
            }
            try (InputStream body = response.body()) {
                return refused(response, body.readNBytes(PROBLEM_BYTES_MAX));
            }
        });
    }

    public Reply<CommandList> commands(
            Optional<CommandState> state, Optional<SatelliteId> satellite, Optional<String> correlation, int limit)
            throws InterruptedException {
        String query = "?limit=" + limit
                + state.map(it -> "&state=" + it.wireName()).orElse("")
                + satellite.map(it -> "&satellite=" + it).orElse("")
                + correlation
                        .map(it -> "&correlation=" + URLEncoder.encode(it, StandardCharsets.UTF_8))
                        .orElse("");
        return call(request("/api/v1/commands" + query, Duration.ZERO), CommandList.class);
    }

    /// All satellites, or those that a target fits and that stand so.
    public Reply<SatelliteList> satellites(Optional<Target> target, Optional<Liveness> status)
            throws InterruptedException {
        String query = Stream.of(
                        target.map(it -> "target=" + URLEncoder.encode(it.text(), StandardCharsets.UTF_8)),
                        status.map(it -> "status=" + it.wireName()))
                .flatMap(Optional::stream)
                .collect(Collectors.joining("&"));
        return call(
                request("/api/v1/satellites" + (query.isEmpty() ? "" : "?" + query), Duration.ZERO),
                SatelliteList.class);
    }

    /// Everything known of one satellite.
    public Reply<SatelliteDetail> satellite(SatelliteId id) throws InterruptedException {
        return call(request("/api/v1/satellites/" + id, Duration.ZERO), SatelliteDetail.class);
    }

    /// What it can tell of what happened.
    public Feed feed() {
        return new Feed(this);
    }

    /// What it can do with webhooks.
    public Webhooks webhooks() {
        return new Webhooks(this);
    }

    /// What it recorded of those who act.
    public Audits audits() {
        return new Audits(this);
    }

    /// What it can do with broadcasts.
    public Broadcasts broadcasts() {
        return new Broadcasts(this);
    }

    /// What lets satellites in.
    public Tokens tokens() {
        return new Tokens(this);
    }

    public Reply<TokenView> createToken(TokenRequest token) throws InterruptedException {
        return call(request("/api/v1/tokens", Duration.ZERO).POST(json(token)), TokenView.class);
    }

    public Reply<OperatorList> operators() throws InterruptedException {
        return call(request(OPERATORS, Duration.ZERO), OperatorList.class);
    }

    public Reply<OperatorView> createOperator(OperatorRequest operator) throws InterruptedException {
        return call(request(OPERATORS, Duration.ZERO).POST(json(operator)), OperatorView.class);
    }

    public Reply<Revocation> revokeOperator(String name) throws InterruptedException {
        String path = OPERATORS + "/" + URLEncoder.encode(name, StandardCharsets.UTF_8);
        return call(request(path, Duration.ZERO).DELETE(), Revocation.class);
    }

    /// The keys it signs with.
    public Reply<KeyChain> signingKeys() throws InterruptedException {
        return call(request(SIGNING_KEYS, Duration.ZERO), KeyChain.class);
    }

    /// Has it sign with a new key.
    public Reply<KeyChain> rotateSigningKey() throws InterruptedException {
        return call(request(SIGNING_KEYS, Duration.ZERO).POST(NOTHING), KeyChain.class);
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    static String waiting(Duration wait) {
        return wait.isZero() ? "" : "?wait=" + Durations.format(wait);
    }

    HttpRequest.Builder request(String path, Duration wait) {
        return HttpRequest.newBuilder(URI.create(address.url() + path))
                .timeout(wait.plus(ANSWER_MAX))
                .header("Authorization", "Bearer " + address.key());
    }

    static HttpRequest.BodyPublisher json(Object body) {
        return HttpRequest.BodyPublishers.ofByteArray(Json.WIRE.bytes(body));
    }

    <T> Reply<T> call(HttpRequest.Builder request, Class<T> type) throws InterruptedException {
        return call(request, body -> Json.WIRE.read(body, type));
    }

    private <T> Reply<T> call(HttpRequest.Builder request, Function<byte[], T> read) throws InterruptedException {
        return exchange(
                request,
                HttpResponse.BodyHandlers.ofByteArray(),
                response -> response.statusCode() / 100 == 2
                        ? new Reply.Ok<>(read.apply(response.body()))
                        : refused(response, response.body()));
    }

    /// Makes a reply of a response.
    @FunctionalInterface
    private interface Reading<B, T> {
        Reply<T> read(HttpResponse<B> response) throws IOException;
    }

    private <B, T> Reply<T> exchange(
            HttpRequest.Builder request, HttpResponse.BodyHandler<B> body, Reading<B, T> reading)
            throws InterruptedException {
        try {
            return reading.read(
                    http.send(request.header("Content-Type", "application/json").build(), body));
        } catch (ConnectException | HttpConnectTimeoutException e) {
            return new Reply.Unreachable<>(
                    "no control plane at " + url() + " (nobody answers there): start one with `perigee up`", false);
        } catch (BadValue e) {
            return new Reply.Unreachable<>(
                    "no answer of a control plane from " + url() + ": expected JSON: " + e.getMessage(), true);
        } catch (SSLException e) {
            return new Reply.Unreachable<>(
                    "no answer from " + url() + ": " + TlsFailure.explain(e).orElse(String.valueOf(e.getMessage())),
                    false);
        } catch (IOException e) {
            return new Reply.Unreachable<>("lost the connection to " + url() + ": " + e.getMessage(), true);
        }
    }

    private <T> Reply<T> refused(HttpResponse<?> response, byte[] body) {
        boolean tooMany = response.statusCode() == TOO_MANY;
        Duration asked = tooMany
                ? response.headers()
                        .firstValue("Retry-After")
                        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
                        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)))
                        .orElse(Duration.ZERO)
                : Duration.ZERO;
        return new Reply.Refused<>(problem(response.statusCode(), body), asked);
    }

    private Problem problem(int status, byte[] body) {
        try {
            Problem problem = Json.WIRE.read(body, Problem.class);
            if (problem.detail() != null && problem.code() != null) {
                return problem;
            }
        } catch (BadValue _) {
            // something between here and the control plane answered
        }
        String detail = url() + " answered with HTTP status " + status + ": expected a control plane";
        return new Problem("about:blank", "HTTP " + status, status, detail, "http_" + status, status >= 500);
    }
}
