package dev.perigee.cli.support;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.protocol.api.LiveEvent;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.problem.Problem;
import dev.perigee.protocol.problem.ProblemType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/// A control plane over real HTTP whose answers a test scripts: first those that are queued, then what `commands`
/// makes of a submission. `this` guards what is recorded.
public final class FakeControlPlane implements AutoCloseable {
    private final HttpServer http;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final Queue<Answer> queued = new ArrayDeque<>();
    private final List<String> requests = new ArrayList<>();
    private final List<Submission> submissions = new ArrayList<>();
    private final Map<String, Runnable> hooks = new ConcurrentHashMap<>();
    private Function<Submission, Object> commands = _ -> Problem.of(ProblemType.INTERNAL, "not scripted");

    public FakeControlPlane() {
        try {
            http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        http.createContext("/", this::serve);
        http.setExecutor(workers);
        http.start();
    }

    /// One answer, or none: then the connection is cut.
    @SuppressWarnings("ArrayRecordComponent") // written out once and never compared
    private record Answer(int status, byte[] body, String type) {
        static Answer of(Object body) {
            int status = body instanceof Problem problem ? problem.status() : 200;
            return new Answer(status, Json.WIRE.bytes(body), "application/json");
        }
    }

    public String url() {
        return "http://127.0.0.1:" + http.getAddress().getPort();
    }

    /// The next request that is not answered yet gets this, a `Problem` or any body.
    public synchronized FakeControlPlane then(Object body) {
        queued.add(Answer.of(body));
        return this;
    }

    /// The next request gets these events, and then its stream is over.
    public synchronized FakeControlPlane thenEvents(LiveEvent... events) {
        StringBuilder text = new StringBuilder(":\n\n");
        for (LiveEvent event : events) {
            text.append("id: 0:0\nevent: ").append(event.name());
            text.append("\ndata: ").append(event.data()).append("\n\n");
        }
        queued.add(new Answer(200, Views.utf8(text.toString()), "text/event-stream"));
        return this;
    }

    /// The next request's connection is cut without an answer.
    public synchronized FakeControlPlane thenCut() {
        queued.add(new Answer(0, new byte[0], ""));
        return this;
    }

    /// Runs `hook` before the next request is answered that begins like this.
    public FakeControlPlane before(String request, Runnable hook) {
        hooks.put(request, hook);
        return this;
    }

    public synchronized FakeControlPlane commands(Function<Submission, Object> answer) {
        commands = answer;
        return this;
    }

    /// `METHOD path?query` of every request but those for its health.
    public synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    public synchronized List<Submission> submissions() {
        return List.copyOf(submissions);
    }

    private void serve(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        Answer answer = answer(exchange, body);
        runHooks(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (answer.status() == 0) {
            exchange.close();
            return;
        }
        exchange.getResponseHeaders().set("Content-Type", answer.type());
        exchange.sendResponseHeaders(answer.status(), answer.body().length);
        exchange.getResponseBody().write(answer.body());
        exchange.close();
    }

    private void runHooks(String request) {
        for (String beginning : List.copyOf(hooks.keySet())) {
            Runnable hook = request.startsWith(beginning) ? hooks.remove(beginning) : null;
            if (hook != null) {
                hook.run();
            }
        }
    }

    private synchronized Answer answer(HttpExchange exchange, byte[] body) {
        if (exchange.getRequestURI().getPath().equals("/health/live")) {
            return new Answer(200, new byte[0], "");
        }
        requests.add(exchange.getRequestMethod() + " " + exchange.getRequestURI());
        if (!"Bearer operator".equals(exchange.getRequestHeaders().getFirst("Authorization"))) {
            return Answer.of(Problem.of(ProblemType.UNAUTHORIZED, "the operator key is not the one expected"));
        }
        Submission submission = null;
        if (exchange.getRequestURI().getPath().equals("/api/v1/commands")
                && exchange.getRequestMethod().equals("POST")) {
            submission = Json.STRICT.read(body, Submission.class);
            submissions.add(submission);
        }
        Answer scripted = queued.poll();
        if (scripted != null) {
            return scripted;
        }
        return submission == null
                ? Answer.of(Problem.of(ProblemType.ROUTE_UNKNOWN, "not scripted"))
                : Answer.of(commands.apply(submission));
    }

    @Override
    public void close() {
        http.stop(0);
        workers.shutdownNow();
    }
}
