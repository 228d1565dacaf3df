package dev.perigee.cli.send;

import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee send`.
@Command(
        name = "send",
        description = "Run a program on a satellite and print its output as it comes, or run many from a file.",
        customSynopsis = {
            "perigee send [OPTIONS] SATELLITE -- PROGRAM [ARGUMENTS...]",
            "       perigee send [OPTIONS] SATELLITE --ping",
            "       perigee send [OPTIONS] --file FILE"
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  the program's own, when it ran to its end",
            "  124  the program's --timeout ran out",
            "  125  Perigee could not do it; one line on stderr says why",
            "  130  Ctrl-C: the first cancels the command, a second leaves it to itself",
            "  with --file: 0 when all completed with 0, else 1",
            "",
            "Lines of a file: {\"to\":\"local\",\"run\":[\"uname\",\"-a\"],\"timeout\":\"10s\",\"key\":\"…\"}",
            "with ttl, priority, env, dir, idempotent, attempts, notBefore and correlation if wanted.",
            "Results are JSON lines as they come."
        })
public final class SendCommand implements ExitCoded {
    private static final int PARALLEL_MAX = 4096;

    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "SATELLITE", description = "The satellite that runs it.")
    private @Nullable String satellite;

    @Parameters(
            index = "1..*",
            paramLabel = "PROGRAM",
            description = "The program and its arguments, behind --. No shell looks at them.")
    private List<String> program = List.of();

    @Option(names = "--ping", description = "Start no program; only see whether and how fast the satellite answers.")
    private boolean ping;

    @Option(
            names = "--file",
            paramLabel = "FILE",
            description = "Run the commands of a file of JSON lines; - is stdin.")
    private @Nullable String file;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            defaultValue = "64",
            description = "With --file: the most commands under way, 1 to " + PARALLEL_MAX + ". Default: 64.")
    private int parallel;

    @Option(names = "--no-wait", description = "Print the command's id and do not wait for its end.")
    private boolean noWait;

    @Mixin
    private final ExecOptions options = new ExecOptions();

    @Mixin
    private final OutputFormat output = new OutputFormat();

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public SendCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        return file == null ? one() : many(file);
    }

    private int one() throws InterruptedException {
        Submission submission = submission();
        try (ControlPlane controlPlane = connection.connect(shell)) {
            controlPlane.reach();
            SendOne send = new SendOne(
                    shell,
                    new Submitting(controlPlane, shell),
                    new Follower(controlPlane, shell),
                    new Interruption(controlPlane, shell),
                    output.json());
            return noWait ? send.submit(submission) : send.run(submission);
        }
    }

    private Submission submission() {
        if (satellite == null) {
            throw new BadValue("SATELLITE is missing: expected perigee send SATELLITE -- PROGRAM, or --file FILE");
        }
        if (ping != program.isEmpty()) {
            throw new BadValue(
                    ping
                            ? "--ping takes no program: expected perigee send SATELLITE --ping"
                            : "PROGRAM is missing: expected perigee send " + satellite + " -- PROGRAM, or --ping");
        }
        SatelliteId to = new SatelliteId(satellite);
        Instant now = shell.time().clock().instant();
        return ping ? options.ping(to, now) : options.exec(to, program, now);
    }

    private int many(String name) throws InterruptedException {
        if (satellite != null || ping || noWait || output.given() || options.given()) {
            throw new BadValue("--file takes only --parallel, --server, --key and --data:"
                    + " expected everything else in its lines");
        }
        if (parallel < 1 || parallel > PARALLEL_MAX) {
            throw new BadValue("--parallel", parallel, "1 to " + PARALLEL_MAX);
        }
        boolean stdin = name.equals("-");
        try (InputStream in = stdin ? shell.streams().in() : Files.newInputStream(Path.of(name));
                ControlPlane controlPlane = connection.connect(shell)) {
            controlPlane.reach();
            Progress progress = new Progress(shell, stdin ? 0 : Files.size(Path.of(name)));
            return new SendMany(shell, new Submitting(controlPlane, shell), progress, parallel).run(new LineReader(in));
        } catch (IOException e) {
            throw new BadValue("--file", name, "a file that can be read");
        }
    }
}
