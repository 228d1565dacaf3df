package dev.perigee.cli.audit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.perigee.cli.support.Ran;
import dev.perigee.protocol.audit.AuditAct;
import dev.perigee.protocol.audit.AuditEntry;
import dev.perigee.protocol.audit.AuditHeading;
import dev.perigee.protocol.audit.AuditLine;
import dev.perigee.protocol.audit.Checkpoint;
import dev.perigee.protocol.audit.Deed;
import dev.perigee.protocol.audit.Head;
import dev.perigee.protocol.json.Json;
import dev.perigee.protocol.signing.KeyChain;
import dev.perigee.protocol.signing.Purpose;
import dev.perigee.protocol.signing.Signed;
import dev.perigee.protocol.signing.SigningKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is said of checkpoints, by whichever keys they are.
class AuditVerifyTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final SigningKey BELIEVED = SigningKey.create(new Random(1));
    private static final SigningKey STRANGE = SigningKey.create(new Random(2));

    @TempDir
    Path directory;

    @Test
    void checkpointsOfKeysThatAreNotBelievedAreCounted() throws IOException {
        Ran ran = verify(exported(BELIEVED, STRANGE, STRANGE));

        assertThat(ran.exitCode()).isZero();
        assertThat(ran.stdout())
                .contains("3 entries up to 3, 1 checkpoints")
                .contains("checkpoints by keys that are not believed, which prove nothing: 2\n")
                .contains("the last 2 entries have no checkpoint yet");
    }

    @Test
    void nothingIsSaidOfThemWhereThereAreNone() throws IOException {
        assertThat(verify(exported(BELIEVED, BELIEVED)).stdout())
                .contains("2 entries up to 2, 2 checkpoints")
                .doesNotContain("not believed");
    }

    @Test
    void whereNoCheckpointIsBelievedTheirNumberIsSaidToo() throws IOException {
        Path pinned = Files.writeString(
                directory.resolve("keys.json"),
                Json.WIRE.text(KeyChain.of(SigningKey.create(new Random(3)).verification())));

        Ran ran = verify(exported(BELIEVED, STRANGE), "--keys", pinned.toString());

        assertThat(ran.exitCode()).isEqualTo(1);
        assertThat(ran.stdout())
                .startsWith("not proven: 2 entries")
                .endsWith("checkpoints by keys that are not believed, which prove nothing: 2\n");
    }

    private static Ran verify(Path file, String... options) {
        List<String> words = new ArrayList<>(List.of("audit", "verify", file.toString()));
        words.addAll(List.of(options));
        return Ran.with(Map.of(), "", words.toArray(String[]::new));
    }

    /// An entry for each key, and behind it a checkpoint by that key.
    private Path exported(SigningKey... keys) throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add(Json.WIRE.text(new AuditHeading("c", KeyChain.of(BELIEVED.verification()))));
        Head head = Head.start("c");
        for (SigningKey key : keys) {
            long number = head.number() + 1;
            Deed deed = new Deed("operator", AuditAct.COMMAND_SUBMITTED, "s" + number);
            String text = Json.WIRE.text(AuditEntry.of(number, NOW, deed));
            head = head.next(text);
            String checkpoint = Json.WIRE.text(new Checkpoint("c", number, head.hash(), NOW));
            lines.add(Json.WIRE.text(new AuditLine.Entry(text, head.hash())));
            lines.add(Json.WIRE.text(new AuditLine.Seal(Signed.seal(Purpose.AUDIT, checkpoint, key))));
        }
        return Files.write(directory.resolve("audit.jsonl"), lines);
    }
}
