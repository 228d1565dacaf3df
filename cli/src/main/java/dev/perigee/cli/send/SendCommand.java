package dev.perigee.cli.send;

import dev.perigee.cli.client.Broadcasting;
import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Submitting;
import dev.perigee.cli.send.BroadcastReport.Form;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.OutputFormat;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Submission;
import dev.perigee.protocol.broadcast.BroadcastRequest;
import dev.perigee.protocol.broadcast.BroadcastView;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.target.Target;
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
        description = "Run a program on a satellite and print its output as it comes, on many, or many from a file.",
        customSynopsis = {
            "perigee send [OPTIONS] TARGET -- PROGRAM [ARGUMENTS...]",
            "       perigee send [OPTIONS] TARGET --ping",
            "       perigee send [OPTIONS] TARGET --type TYPE [--payload JSON|@FILE]",
            "       perigee send [OPTIONS] --file FILE"
        },
        footerHeading = "%nExit codes:%n",
        footer = {
            "  the program's own, when it ran to its end",
            "  124  the program's --timeout ran out",
            "  125  Perigee could not do it; one line on stderr says why",
            "  130  Ctrl-C: the first cancels the command, a second leaves it to itself",
            "  to many, or with --file: 0 when all completed with 0, else 1",
            "",
            "A target is one satellite, group:NAME, label:NAME=VALUE,NAME!=VALUE,NAME,!NAME (all must hold)",
            "or all. To many it is a broadcast: the answers are collected and printed when the last is there;",
            "perigee broadcast ID shows them at any time, and can pause, resume and abort it.",
            "",
            "What a --type for the MCP gateway takes, and prints as JSON (exit code 1: a server is not well):",
            "  configure     {\"mcpServers\":{\"NAME\":{\"command\":…}|{\"url\":…}}}, the whole set of such servers",
            "  spawn         {\"server\":{\"name\":\"NAME\",\"command\":…}}, one more server or another in its place",
            "  kill, restart {\"server\":\"NAME\"}",
            "  health_check  {\"server\":\"NAME\",\"check\":\"connectivity\"|\"credential_validation\"}, both optional",
            "",
            "Lines of a file: {\"to\":\"local\",\"run\":[\"uname\",\"-a\"],\"timeout\":\"10s\",\"key\":\"…\"}",
            "with ttl, priority, env, dir, idempotent, attempts, notBefore and correlation if wanted.",
            "Results are JSON lines as they come."
        })
public final class SendCommand implements ExitCoded {
    private static final int PARALLEL_MAX = 4096;
    private static final SatelliteId NOBODY = new SatelliteId("nobody");

    private final Shell shell;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TARGET", description = "Who runs it; see below.")
    private @Nullable String target;

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

    @Option(names = "--no-wait", description = "Print the id of the command or broadcast and do not wait for its end.")
    private boolean noWait;

    @Mixin
    private final ExecOptions options = new ExecOptions();

    @Mixin
    private final TypedOptions typed = new TypedOptions();

    @Mixin
    private final BroadcastOptions broadcast = new BroadcastOptions();

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
        Target to = target();
        if (!(to instanceof Target.One(SatelliteId satellite))) {
            return broadcast(broadcast.request(to, submission(NOBODY)));
        }
        if (broadcast.given()) {
            throw new BadValue("--include-stale, --max-concurrent, --max-failures and --whole are for many:"
                    + " expected group:NAME, label:NAME=VALUE or all");
        }
        Submission submission = submission(satellite);
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

    private int broadcast(BroadcastRequest request) throws InterruptedException {
        try (ControlPlane controlPlane = connection.connect(shell)) {
            controlPlane.reach();
            BroadcastView accepted = new Broadcasting(controlPlane.broadcasts(), shell)
                    .accept(request)
                    .orFail();
            if (noWait) {
                shell.streams()
                        .out()
                        .println(
                                output.json()
                                        ? Json.WIRE.text(accepted)
                                        : accepted.id().value());
                return ExitCode.OK;
            }
            shell.complain("broadcast " + accepted.id() + " to " + accepted.members()
                    + (accepted.members() == 1 ? " satellite" : " satellites"));
            Form form = output.json() ? Form.JSON : broadcast.whole() ? Form.WHOLE : Form.FIRST_LINES;
            return new BroadcastFollower(controlPlane, shell, form).follow(accepted);
        }
    }

    private Target target() {
        if (target == null) {
            throw new BadValue("TARGET is missing: expected perigee send TARGET -- PROGRAM, or --file FILE");
        }
        if (ping && typed.given()) {
            throw new BadValue("--ping and --type are two commands: expected one of them");
        }
        if ((ping || typed.given()) != program.isEmpty()) {
            throw new BadValue(
                    ping
                            ? "--ping takes no program: expected perigee send TARGET --ping"
                            : typed.given()
                                    ? "--type takes no program: expected perigee send TARGET --type TYPE"
                                    : "PROGRAM is missing: expected perigee send " + target
                                            + " -- PROGRAM, --ping or --type");
        }
        return Target.parse(target);
    }

    private Submission submission(SatelliteId to) {
        Instant now = shell.time().clock().instant();
        if (typed.given()) {
            return options.typed(to, typed.command(shell), now);
        }
        return ping ? options.ping(to, now) : options.exec(to, program, now);
    }

    private int many(String name) throws InterruptedException {
        if (target != null
                || ping
                || typed.given()
                || noWait
                || output.given()
                || options.given()
                || broadcast.given()) {
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
