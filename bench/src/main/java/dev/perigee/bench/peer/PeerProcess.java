package dev.perigee.bench.peer;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A process of a peer and those it started. They end with `close`, and with this program however that ends by itself.
final class PeerProcess implements AutoCloseable {
    private static final Duration READY_MAX = Duration.ofSeconds(60);
    private static final long STOP_MAX_SECONDS = 10;
    private static final long RETRY_MILLIS = 20;
    private static final int LOG_CHARACTERS_MAX = 500;

    private final String name;
    private final Process process;
    private final Path log;
    private final Thread atExit = new Thread(this::end);

    private PeerProcess(String name, Process process, Path log) {
        this.name = name;
        this.process = process;
        this.log = log;
    }

    /// Starts a command in `data`, where its output goes to a log.
    static PeerProcess start(Path data, Map<String, String> environment, List<String> command) throws IOException {
        String name = Path.of(command.getFirst()).getFileName().toString();
        Path log = data.resolve(name + ".log");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(data.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        PeerProcess started = new PeerProcess(name, builder.start(), log);
        try {
            Runtime.getRuntime().addShutdownHook(started.atExit);
        } catch (IllegalStateException e) {
            started.end();
            throw new IOException("this program is ending", e);
        }
        return started;
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /// Returns when something listens on the loopback port.
    PeerProcess awaitPort(int port) throws IOException {
        long deadline = System.nanoTime() + READY_MAX.toNanos();
        while (process.isAlive() && System.nanoTime() < deadline) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return this;
            } catch (IOException _) {
                pause();
            }
        }
        throw new IOException(name + " did not start: " + logEnd());
    }

    /// Returns when the process has ended by itself with status 0.
    void awaitEnd(Duration max) throws IOException {
        try {
            if (!process.waitFor(max.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException(name + " did not end in " + max);
            }
        } catch (InterruptedException _) {
            throw interrupted();
        }
        if (process.exitValue() != 0) {
            throw new IOException(name + " ended with status " + process.exitValue() + ": " + logEnd());
        }
    }

    /// The processor time that it and those it started have taken.
    Duration cpu() {
        return Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .map(handle -> handle.info().totalCpuDuration().orElse(Duration.ZERO))
                .reduce(Duration.ZERO, Duration::plus);
    }

    /// The lines it has printed so far.
    List<String> output() throws IOException {
        return Files.readAllLines(log);
    }

    @Override
    public void close() {
        end();
        try {
            Runtime.getRuntime().removeShutdownHook(atExit);
        } catch (IllegalStateException _) {
            // This program is ending: the hook has run, or does now.
        }
    }

    private void end() {
        List<ProcessHandle> all = Stream.concat(Stream.of(process.toHandle()), process.descendants())
                .toList();
        // The first ends its own children where it can; what is left of them is told by force.
        process.destroy();
        awaitEnd(process.toHandle());
        all.forEach(ProcessHandle::destroyForcibly);
        all.forEach(PeerProcess::awaitEnd);
    }

    private static void awaitEnd(ProcessHandle handle) {
        handle.onExit()
                .completeOnTimeout(handle, STOP_MAX_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    private void pause() throws IOException {
        try {
            Thread.sleep(RETRY_MILLIS);
        } catch (InterruptedException _) {
            throw interrupted();
        }
    }

    private IOException interrupted() {
        Thread.currentThread().interrupt();
        return new IOException("interrupted while waiting for " + name);
    }

    private String logEnd() throws IOException {
        String text = Files.readString(log).strip();
        return text.substring(Math.max(0, text.length() - LOG_CHARACTERS_MAX));
    }
}
