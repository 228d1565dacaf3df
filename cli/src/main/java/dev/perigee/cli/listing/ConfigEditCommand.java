package dev.perigee.cli.listing;

import dev.perigee.cli.client.Configs;
import dev.perigee.cli.client.ConnectionOptions;
import dev.perigee.cli.client.ControlPlane;
import dev.perigee.cli.client.Reply;
import dev.perigee.cli.shell.CliException;
import dev.perigee.cli.shell.ExitCode;
import dev.perigee.cli.shell.ExitCoded;
import dev.perigee.cli.shell.Shell;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.config.ConfigDocument;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.config.ConfigView;
import dev.perigee.protocol.problem.ProblemType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// `perigee config edit`: what is written is only thrown away when it has become the layer's, or is what was there.
@Command(
        name = "edit",
        description = "Edit what a layer says in $VISUAL or $EDITOR; *** stands for the secret that is there.")
public final class ConfigEditCommand implements ExitCoded {
    private static final int ANSWER_MAX = 100;

    private final Shell shell;

    @Parameters(
            index = "0",
            paramLabel = "LAYER",
            description = "global, team:NAME, group:NAME, labels:SELECTOR or satellite:ID.")
    private String layer = "";

    @Option(names = "--json", description = "As JSON and not as YAML.")
    private boolean json;

    @Option(names = "--yes", description = "Do not ask before it is changed.")
    private boolean yes;

    @Option(names = "--note", paramLabel = "TEXT", description = "Why it is changed.")
    private @Nullable String note;

    @Mixin
    private final ConnectionOptions connection = new ConnectionOptions();

    public ConfigEditCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public int run() throws InterruptedException {
        ConfigScope scope = ConfigScope.parse(layer);
        try (ControlPlane controlPlane = connection.connect(shell)) {
            return edit(new Configs(controlPlane), scope);
        } catch (IOException e) {
            throw new CliException("cannot edit: " + e);
        }
    }

    private int edit(Configs configs, ConfigScope scope) throws IOException, InterruptedException {
        Reply<ConfigView.Revision> reply = configs.layer(scope);
        boolean none = reply instanceof Reply.Refused<ConfigView.Revision>(var problem, var _)
                && problem.code().equals(ProblemType.CONFIG_UNKNOWN.code());
        long expected = none ? 0 : reply.orFail().revision();
        ConfigDocument before = none ? ConfigDocument.EMPTY : reply.orFail().document();
        Path file = Files.createTempFile("perigee-config-", json ? ".json" : ".yaml");
        Files.writeString(file, ConfigFiles.text(before, file));
        openEditor(file);
        try {
            ConfigDocument after = ConfigFiles.read(file);
            if (after.equals(before)) {
                shell.streams().out().println("layer " + scope.text() + " is as it was");
                Files.delete(file);
                return ExitCode.OK;
            }
            ConfigFiles.print(shell, configs.dryRun(scope, after).orFail());
            if (!yes && !isAgreed()) {
                throw new CliException("not changed, because nobody said yes");
            }
            ConfigView.Revision changed = configs.put(scope, after, expected, Optional.ofNullable(note))
                    .orFail();
            ConfigFiles.print(shell, changed);
            Files.delete(file);
            return ExitCode.OK;
        } catch (CliException | BadValue e) {
            throw new CliException(e.getMessage() + "; what you wrote is in " + file);
        }
    }

    private void openEditor(Path file) throws IOException, InterruptedException {
        String editor =
                shell.environment().getOrDefault("VISUAL", shell.environment().getOrDefault("EDITOR", "vi"));
        // An editor may be given with arguments, as in `code --wait`: so a shell takes it apart.
        int exitCode = new ProcessBuilder("sh", "-c", editor + " \"$1\"", "sh", file.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (exitCode != 0) {
            throw new CliException("editor \"" + editor + "\" ended with exit code " + exitCode
                    + ": expected 0; nothing was changed, and what you wrote is in " + file);
        }
    }

    private boolean isAgreed() throws IOException {
        shell.streams().err().print("Change it so? [y/N] ");
        shell.streams().err().flush();
        StringBuilder answer = new StringBuilder();
        for (int c = shell.streams().in().read();
                c >= 0 && c != '\n' && answer.length() < ANSWER_MAX;
                c = shell.streams().in().read()) {
            answer.append((char) c);
        }
        String word = answer.toString().strip();
        return word.equalsIgnoreCase("y") || word.equalsIgnoreCase("yes");
    }
}
