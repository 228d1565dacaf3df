package dev.perigee.testkit.mcp;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.perigee.testkit.mcp.offer.Offers;
import dev.perigee.testkit.mcp.offer.Refusal;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// The server in one era: at a URL on the loopback interface until it is closed, or over standard input and output
/// until the end of the input. Also a program: `--era legacy|modern --transport stdio|http [--port N]`, which
/// prints `ready url=…` when it listens.
public final class TestMcpServer implements AutoCloseable {
    private static final int BACKLOG = 1024;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final HttpServer http;
    private final ExecutorService threads;
    private final Runnable end;

    private TestMcpServer(HttpHandler handler, int port, Runnable end) throws IOException {
        this.end = end;
        threads = Executors.newVirtualThreadPerTaskExecutor();
        http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
        http.setExecutor(threads);
        http.createContext("/mcp", handler).getFilters().add(new LocalOnly());
        http.start();
    }

    /// Listens on a port of the loopback interface, any for 0.
    public static TestMcpServer http(Era era, int port) throws IOException {
        // Read once, when the first server is made: without it each event waits for the acknowledgement of the one
        // before.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        Surroundings surroundings = surroundings();
        return switch (era) {
            case LEGACY -> {
                Offers offers = new Offers(LegacySession.RESOURCE_NOT_FOUND);
                Changes changes = new Changes();
                LegacyHttp sessions = new LegacyHttp(
                        standalone -> new LegacySession(offers, changes, surroundings.pause(), standalone),
                        surroundings.ids());
                yield new TestMcpServer(sessions, port, sessions::close);
            }
            case MODERN -> {
                Offers offers = new Offers(Refusal.INVALID_PARAMS);
                ModernServer server = new ModernServer(offers, surroundings);
                yield new TestMcpServer(new ModernHttp(server, offers), port, server::close);
            }
        };
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + http.getAddress().getPort() + "/mcp");
    }

    @Override
    public void close() {
        end.run();
        http.stop(0);
        threads.shutdownNow();
    }

    static void main(String[] arguments) throws IOException {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream errors = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Options options;
        try {
            options = Options.of(arguments);
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            System.exit(2);
            return;
        }
        switch (options.transport()) {
            case HTTP -> {
                out.print("ready url=" + http(options.era(), options.port()).url() + '\n');
                out.flush();
            }
            case STDIO -> {
                Stdio stdio = new Stdio(out, errors);
                stdio.serve(new FileInputStream(FileDescriptor.in), protocol(options.era(), stdio));
            }
        }
    }

    static Protocol protocol(Era era, Outlet standalone) {
        Surroundings surroundings = surroundings();
        return switch (era) {
            case LEGACY ->
                new LegacySession(
                        new Offers(LegacySession.RESOURCE_NOT_FOUND), new Changes(), surroundings.pause(), standalone);
            case MODERN -> new ModernServer(new Offers(Refusal.INVALID_PARAMS), surroundings);
        };
    }

    private static Surroundings surroundings() {
        return new Surroundings(Thread::sleep, InstantSource.system(), TestMcpServer::id);
    }

    private static String id() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
