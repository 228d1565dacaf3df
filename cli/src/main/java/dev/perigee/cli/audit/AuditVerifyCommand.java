package dev.perigee.cli.audit;

import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.audit.AuditHeading;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.AuditVerification;
import dev.perigee.protocol.audit.AuditVerification.Flaw;
import dev.perigee.protocol.audit.AuditVerification.Summary;
import dev.perigee.protocol.audit.Head;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee audit verify`, which asks nobody: the lines and public keys are enough.
@Command(
        name = "verify",
        description = {
            "Follow an audit log, exported or in a data directory, and name the first entry that is not what was"
                    + " recorded. Works offline, and beside a control plane that runs; changes nothing.",
            "Ends with 0 when all of it holds, with 1 when it is broken, with 125 when it cannot be read."
        })
public final class AuditVerifyCommand implements ExitCoded {
    private static final int BROKEN = 1;

    private final Shell shell;

    @Parameters(paramLabel = "FILE", arity = "0..1", description = "What `perigee audit export` printed.")
    private @Nullable Path file;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "Instead of FILE: the data directory of a control plane with the embedded database.")
    private @Nullable Path data;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Believe only the keys that `perigee signing-keys --output json` printed into this file, and"
                    + " their successors. Without it the keys beside the log are believed.")
    private @Nullable Path keys;

    public AuditVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() {
        try (Lines lines = open()) {
            return verify(lines);
        } catch (NoSuchFileException e) {
            throw new CliException("FILE \"" + file + "\": expected a file that exists");
        } catch (IOException e) {
            throw new CliException("FILE \"" + file + "\": expected a file that can be read: " + e.getMessage());
        }
    }

    private Lines open() throws IOException {
        Path exported = file;
        Path directory = data;
        if (exported != null && directory != null) {
            throw new BadValue("FILE", exported, "either FILE or --data, not both");
        }
        if (directory != null) {
            return new KeptLines(directory);
        }
        if (exported == null) {
            throw new BadValue(
                    "FILE is missing: expected what `perigee audit export` printed, or --data with the data directory"
                            + " of a control plane");
        }
        return new ExportedLines(exported);
    }

    private int verify(Lines lines) throws IOException {
        AuditHeading heading = lines.heading();
        AuditVerification verification = new AuditVerification(heading.chain(), believed(heading.keys()));
        for (AuditLine line = lines.next(); line != null; line = lines.next()) {
            Flaw flaw = verification.take(line);
            if (flaw != null) {
                shell.streams().out().println("broken at entry " + flaw.number() + ": " + flaw.why());
                return BROKEN;
            }
        }
        return tell(heading, verification.summary());
    }

    private int tell(AuditHeading heading, Summary summary) {
        Head head = summary.head();
        long last = head == null ? 0 : head.number();
        String keysSaid = keys == null ? ", signed by keys that stand beside the log; --keys pins them" : "";
        if (summary.entries() > 0 && summary.checkpoints() == 0) {
            shell.streams()
                    .out()
                    .println(
                            "not proven: " + summary.entries() + " entries follow from each other, and no checkpoint is"
                                    + " signed by a key that is believed");
            tellUnknown(summary);
            return BROKEN;
        }
        shell.streams()
                .out()
                .println("intact: chain " + heading.chain() + ", " + summary.entries() + " entries up to " + last + ", "
                        + summary.checkpoints() + " checkpoints" + keysSaid);
        tellUnknown(summary);
        if (last > summary.sealed()) {
            shell.streams().out().println("the last " + (last - summary.sealed()) + " entries have no checkpoint yet");
        }
        return ExitCode.OK;
    }

    private void tellUnknown(Summary summary) {
        if (summary.unknown() > 0) {
            shell.streams()
                    .out()
                    .println("checkpoints by keys that are not believed, which prove nothing: " + summary.unknown());
        }
    }

    private KeyChain believed(KeyChain announced) {
        Path pinned = keys;
        if (pinned == null) {
            return announced;
        }
        try {
            KeyChain chain = Json.WIRE.read(Files.readString(pinned), KeyChain.class);
            return chain.follow(announced).orElse(chain);
        } catch (IOException e) {
            throw new CliException("--keys \"" + pinned + "\": expected a file that can be read: " + e.getMessage());
        }
    }
}
