package dev.perigee.gateway.redaction;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// However a secret is planted in a document, and wherever the document is cut, it does not come out.
class PlantedSecretTest {
    private static final int DOCUMENTS = 3_000;
    private static final String LETTERS = "abcXYZ019-_.:/+= \"\\'{}[],\n\té😀ß";
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private SplittableRandom random = new SplittableRandom(0);
    private String secret = "";
    private int planted;

    @Test
    void aPlantedSecretNeverComesOut() {
        int found = 0;
        for (int seed = 0; seed < DOCUMENTS; seed++) {
            random = new SplittableRandom(seed);
            secret = "S" + word(6 + random.nextInt(20)).strip() + "E";
            planted = 0;
            byte[] json = node(0).toString().getBytes(StandardCharsets.UTF_8);
            found += planted;

            Redaction redaction = Redaction.of(List.of(secret));
            for (int max : new int[] {1_000_000, 200, random.nextInt(300)}) {
                String shown = redaction.json(json, max);
                assertThat(shown).as("seed %d, max %d", seed, max).doesNotContain(secret);
                assertThat(decoded(shown))
                        .as("seed %d, max %d, decoded", seed, max)
                        .doesNotContain(secret);
            }
            assertThat(JsonMapper.shared().readTree(redaction.json(json, 1_000_000)))
                    .as("seed %d is JSON still", seed)
                    .isNotNull();
        }
        assertThat(found).isGreaterThan(DOCUMENTS);
    }

    private JsonNode node(int depth) {
        return switch (depth > 4 ? 0 : random.nextInt(5)) {
            case 1 -> {
                ObjectNode object = NODES.objectNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    object.set(text(), node(depth + 1));
                }
                yield object;
            }
            case 2 -> {
                ArrayNode array = NODES.arrayNode();
                for (int i = random.nextInt(5); i > 0; i--) {
                    array.add(node(depth + 1));
                }
                yield array;
            }
            case 3 -> NODES.stringNode(node(depth + 1).toString());
            case 4 -> NODES.numberNode(random.nextInt());
            default -> NODES.stringNode(text());
        };
    }

    private String text() {
        if (random.nextBoolean()) {
            return word(random.nextInt(12));
        }
        planted++;
        return word(random.nextInt(6)) + secret + word(random.nextInt(6));
    }

    private String word(int length) {
        int[] letters = LETTERS.codePoints().toArray();
        StringBuilder word = new StringBuilder();
        for (int i = 0; i < length; i++) {
            word.appendCodePoint(letters[random.nextInt(letters.length)]);
        }
        return word.toString();
    }

    /// As somebody would read it who undoes the escapes, level by level.
    private static String decoded(String shown) {
        StringBuilder all = new StringBuilder();
        String text = shown;
        for (int level = 0; level < 6; level++) {
            text = text.replace("\\n", "\n")
                    .replace("\\t", "\t")
                    .replace("\\\"", "\"")
                    .replace("\\\\", "\\");
            all.append(text).append('\n');
        }
        return all.toString();
    }
}
