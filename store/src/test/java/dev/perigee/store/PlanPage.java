package dev.perigee.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/// A section of docs/query-plans.md: statements and the plans that a database makes for them. With
/// `-Dperigee.plans=write` the section is written instead of compared.
public final class PlanPage {
    private static final Path PAGE = Path.of("..", "docs", "query-plans.md");
    private static final String HEADING = "## ";

    private PlanPage() {}

    /// Compares the section of this heading with `plans`: what each statement is for, and the lines of its plan.
    public static void check(String heading, Map<String, List<String>> plans) {
        try {
            String page = Files.readString(PAGE);
            int start = page.indexOf(HEADING + heading + "\n") + HEADING.length() + heading.length() + 1;
            int next = page.indexOf("\n" + HEADING, start);
            int end = next < 0 ? page.length() : next + 1;
            if ("write".equals(System.getProperty("perigee.plans"))) {
                Files.writeString(PAGE, page.substring(0, start) + section(plans) + page.substring(end));
            } else {
                assertThat(page.substring(start, end))
                        .as("docs/query-plans.md; -Dperigee.plans=write writes it anew")
                        .isEqualTo(section(plans));
            }
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String section(Map<String, List<String>> plans) {
        StringBuilder text = new StringBuilder("\n");
        plans.forEach((purpose, plan) -> {
            text.append("**").append(purpose).append("**\n\n```\n");
            plan.forEach(line -> text.append(line).append('\n'));
            text.append("```\n\n");
        });
        return text.toString();
    }
}
