package dev.perigee.cli;

import dev.perigee.cli.run.Applications;
import dev.perigee.cli.run.Foreground;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.Shell;
import dev.perigee.cli.shell.Streams;
import dev.perigee.cli.shell.Time;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The process: real streams, clock, chance and signals. A signal to a deployable lets it drain and exit with its own
/// code, so a clean end is 0 and not the JVM's 143; client commands end at once, as any program does.
public final class Main {
    private Main() {}

    public static void main(String[] words) {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        Shell shell = shell();
        Foreground foreground = new Foreground((running, endMax) ->
                Runtime.getRuntime().addShutdownHook(new Thread(() -> end(shell, running, endMax, code), "signal")));
        int exitCode = new Cli(shell, new Applications(), foreground).run(words);
        flush(shell);
        code.complete(exitCode);
        System.exit(exitCode);
    }

    /// The real shell of this process.
    public static Shell shell() {
        PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        PrintStream err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        Streams streams = new Streams(System.in, out, err, Boolean.getBoolean("perigee.stderr.terminal"));
        Time time = new Time(InstantSource.system(), Thread::sleep);
        return new Shell(streams, System.getenv(), time, () -> Unguessable.RANDOM.nextLong(), new TerminalInterrupts());
    }

    /// Runs in the shutdown hook: whatever begins the end of the JVM, it ends with the code of the command.
    private static void end(Shell shell, Foreground running, Duration endMax, CompletableFuture<Integer> code) {
        running.stop();
        int exitCode;
        try {
            exitCode = code.get(endMax.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException | InterruptedException _) {
            shell.complain("did not end in time: what was still running is left to the next start");
            exitCode = ExitCode.PERIGEE_FAILED;
        }
        flush(shell);
        Runtime.getRuntime().halt(exitCode);
    }

    private static void flush(Shell shell) {
        shell.streams().out().flush();
        shell.streams().err().flush();
    }

    /// Seeded only when the first key is made; most client commands make none.
    private static final class Unguessable {
        static final SecureRandom RANDOM = new SecureRandom();
    }
}
