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
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee audit verify`, which asks nobody: the file and public keys are enough.
@Command(
        name = "verify",
        description = {
            "Follow an exported audit log and name the first entry that is not what was recorded. Works offline.",
            "Ends with 0 when all of it holds, with 1 when it is broken, with 125 when it cannot be read."
        })
public final class AuditVerifyCommand implements ExitCoded {
    private static final int BROKEN = 1;

    private final Shell shell;

    @Parameters(paramLabel = "FILE", description = "What `perigee audit export` printed.")
    private @Nullable Path file;

    @Option(
            names = "--keys",
            paramLabel = "FILE",
            description = "Believe only the keys that `perigee signing-keys --output json` printed into this file, and"
                    + " their successors. Without it the keys in the log itself are believed.")
    private @Nullable Path keys;

    public AuditVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() {
        Path path = file;
        if (path == null) {
            throw new BadValue("FILE is missing: expected what `perigee audit export` printed");
        }
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            return verify(path, lines);
        } catch (NoSuchFileException e) {
            throw new CliException("FILE \"" + path + "\": expected a file that exists");
        } catch (IOException e) {
            throw new CliException("FILE \"" + path + "\": expected a file that can be read: " + e.getMessage());
        }
    }

    private int verify(Path path, BufferedReader lines) throws IOException {
        String first = lines.readLine();
        if (first == null) {
            throw new BadValue("FILE", path, "what `perigee audit export` printed; it is empty");
        }
        AuditHeading heading = read(1, first, AuditHeading.class);
        AuditVerification verification = new AuditVerification(heading.chain(), believed(heading.keys()));
        int number = 1;
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            number++;
            Flaw flaw = verification.take(read(number, line, AuditLine.class));
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
        String keysSaid = keys == null ? ", signed by keys that the log itself names; --keys pins them" : "";
        if (summary.entries() > 0 && summary.checkpoints() == 0) {
            shell.streams()
                    .out()
                    .println(
                            "not proven: " + summary.entries() + " entries follow from each other, and no checkpoint is"
                                    + " signed by a key that is believed");
            return BROKEN;
        }
        shell.streams()
                .out()
                .println("intact: chain " + heading.chain() + ", " + summary.entries() + " entries up to " + last + ", "
                        + summary.checkpoints() + " checkpoints" + keysSaid);
        if (last > summary.sealed()) {
            shell.streams().out().println("the last " + (last - summary.sealed()) + " entries have no checkpoint yet");
        }
        return ExitCode.OK;
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

    private static <T> T read(int number, String line, Class<T> type) {
        try {
            return Json.WIRE.read(line, type);
        } catch (BadValue e) {
            throw new BadValue("line " + number + ": " + e.getMessage());
        }
    }
}
