package dev.perigee.cli.listing;

import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.client.Secrets;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.config.SecretName;
import dev.perigee.protocol.config.SecretValue;
import dev.perigee.protocol.config.SecretView;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee secret set`. The value is never an argument: others on the machine can read those.
@Command(name = "set", description = "Set a secret to what comes in on stdin, without its last line break.")
public final class SecretSetCommand extends ListingCommand<SecretView> {
    /// One more than may be, so that what is too long is told from what just fits.
    private static final int BYTES_MAX = 4 * SecretValue.LENGTH_MAX + 3;

    @Parameters(index = "0", paramLabel = "NAME", description = "Configurations refer to it as secret:NAME.")
    private String name = "";

    @Mixin
    private final SecretScope scope = new SecretScope();

    @Option(names = "--file", paramLabel = "FILE", description = "Take the value from this file instead of stdin.")
    private @Nullable Path file;

    public SecretSetCommand(Shell shell) {
        super(shell);
    }

    @Override
    Reply<SecretView> ask(ControlPlane controlPlane) throws InterruptedException {
        return new Secrets(controlPlane).set(new SecretName(name), scope.scope(), new SecretValue(value()));
    }

    private String value() {
        try (InputStream in = file == null ? shell.streams().in() : Files.newInputStream(file)) {
            String text = new String(in.readNBytes(BYTES_MAX), StandardCharsets.UTF_8);
            return text.replaceFirst("\\r?\\n$", "");
        } catch (IOException e) {
            throw new CliException("cannot read " + (file == null ? "stdin" : file) + ": " + e);
        }
    }

    @Override
    void print(SecretView set) {
        shell.streams()
                .out()
                .println("secret " + set.name() + " for " + set.scope().text() + " is at version " + set.version());
    }
}
