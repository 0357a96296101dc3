package io.millrace.tests.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import com.microsoft.playwright.options.WaitForSelectorState;
import io.millrace.runtime.kafka.KafkaSettings;
import io.millrace.schemas.RatingEvent;
import io.millrace.standalone.broker.EmbeddedBroker;
import io.millrace.tests.rig.Catalogue;
import io.millrace.tests.rig.Deployment;
import io.millrace.tests.rig.Patience;
import io.millrace.tests.rig.ServiceClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.opentest4j.TestAbortedException;

/** What visitors and operators do with the page, on a service that plays a data set's head. */
@Isolated
@TestInstance(Lifecycle.PER_CLASS)
final class PageIT {
  private static final int EVENTS = 8_000;
  private static final String CARDS = "#list .card:not(.empty)";
  private static final Pattern MILLIS = Pattern.compile("[0-9.]+ (ms|s)");

  private final Catalogue data = Catalogue.head(EVENTS);
  private final int port = Deployment.freePort();
  private final ServiceClient client = new ServiceClient(port);
  private final String user = mostActive();
  private @Nullable Chromium chromium;
  private @Nullable EmbeddedBroker broker;
  private Deployment deployment = new Deployment(KafkaSettings.of("not-started"), Path.of(""));

  private String mostActive() {
    return data.events().stream()
        .collect(Collectors.groupingBy(RatingEvent::getUserId, Collectors.counting()))
        .entrySet()
        .stream()
        .max(Map.Entry.comparingByValue())
        .orElseThrow()
        .getKey();
  }

  @BeforeAll
  void startEverything(@TempDir Path directory) throws Exception {
    chromium = Chromium.start();
    EmbeddedBroker started = EmbeddedBroker.startTemporary();
    broker = started;
    deployment = new Deployment(started.kafka(), directory);
    deployment.createTopics();
    deployment.replay(data);
    deployment.startFeatures();
    deployment.startRecommend(port);
    Patience.await(
        "the state of all ratings",
        Deployment.PATIENCE,
        () ->
            client.get("/v1/operations").body().path("lag").path("state").asInt(1) == 0
                ? known()
                : 0,
        known -> known > 0,
        deployment::story);
  }

  /** Ratings of the most active user that the service knows, if it knows all. */
  private int known() throws Exception {
    long all =
        data.events().stream()
            .filter(event -> event.getUserId().equals(user))
            .map(RatingEvent::getItemId)
            .distinct()
            .count();
    int known = client.get("/v1/users/" + user).body().path("ratedItems").asInt();
    return known == all ? known : 0;
  }

  @AfterAll
  void stopEverything() {
    if (chromium != null) {
      chromium.close();
    }
    deployment.close();
    client.close();
    if (broker != null) {
      broker.close();
    }
  }

  @AfterEach
  void shouldComplainOfNothing() {
    assertThat(chromium().complaints()).as("errors of the console").isEmpty();
  }

  private Chromium chromium() {
    if (chromium == null) {
      throw new TestAbortedException("there is no Chromium");
    }
    return chromium;
  }

  private Page open(String hash, Browser.NewContextOptions options) {
    Page page = chromium().page(options);
    page.navigate("http://127.0.0.1:%d/%s".formatted(port, hash));
    return page;
  }

  private Page list(String hash, Browser.NewContextOptions options) {
    Page page = open(hash, options);
    page.locator(CARDS).first().waitFor();
    return page;
  }

  private static Browser.NewContextOptions desktop() {
    return new Browser.NewContextOptions().setViewportSize(1280, 900);
  }

  private static Browser.NewContextOptions phone() {
    return new Browser.NewContextOptions()
        .setViewportSize(360, 740)
        .setIsMobile(true)
        .setHasTouch(true);
  }

  private static List<String> ids(Page page) {
    return page.locator(CARDS).all().stream()
        .map(card -> String.valueOf(card.getAttribute("data-id")))
        .toList();
  }

  private static void awaitGone(Page page, String itemId) {
    page.locator("#list [data-id='%s']".formatted(itemId))
        .waitFor(new Locator.WaitForOptions().setState(WaitForSelectorState.DETACHED));
    page.locator("#speed").waitFor();
  }

  @Test
  void shouldMoveTheListAndTellHowFastWhenStarsAreClicked() {
    Page page = list("#/user/" + user, desktop());
    List<String> before = ids(page);
    String rated = before.get(2);

    page.locator("#list [data-id='%s'] .star".formatted(rated)).nth(4).click();
    awaitGone(page, rated);

    assertThat(ids(page)).isNotEqualTo(before).doesNotContain(rated).doesNotHaveDuplicates();
    assertThat(page.locator("#speed").textContent()).matches(MILLIS);
    assertThat(page.locator("#said").textContent()).contains("5 stars").contains("moved in");
    assertThat(page.locator("#history > li").first().getAttribute("data-id")).isEqualTo(rated);
  }

  @Test
  void shouldRateAndKeepItsPlaceWhenOnlyKeysAreUsed() {
    Page page = list("#/user/" + user, desktop());
    page.keyboard().press("Tab");
    assertThat(focused(page, "className")).isEqualTo("skip");
    page.locator("#list .card:first-child .card-open").focus();
    String rated = ids(page).getFirst();

    page.keyboard().press("Tab");
    page.keyboard().press("ArrowRight");
    assertThat(focused(page, "ariaLabel")).isEqualTo("2 stars");
    page.keyboard().press("Enter");
    awaitGone(page, rated);

    assertThat(
            (Boolean)
                page.evaluate("document.querySelector('#list').contains(document.activeElement)"))
        .as("the focus stays in the list")
        .isTrue();
    page.keyboard().press("4");
    page.locator("#said:has-text('4 stars')").waitFor(attached());
  }

  /** What the service answers; a busy one is asked again. */
  private JsonNode told(String path) throws Exception {
    return Patience.await(
            path, Deployment.PATIENCE, () -> client.get(path), answer -> answer.status() == 200)
        .body();
  }

  private static Locator.WaitForOptions attached() {
    return new Locator.WaitForOptions().setState(WaitForSelectorState.ATTACHED);
  }

  private static String focused(Page page, String property) {
    return String.valueOf(page.evaluate("document.activeElement." + property));
  }

  @Test
  void shouldFindAPersonWhenTheirIdIsTyped() {
    Page page = list("#/session", desktop());

    page.locator("#person").fill(user);
    page.locator("#person-list [role=option]").first().waitFor();
    page.keyboard().press("Enter");

    page.waitForURL(url -> url.endsWith("#/user/" + user));
    page.locator("h1:has-text('%s')".formatted(user)).waitFor();
  }

  @Test
  void shouldKnowANewPersonWhenTheyRate() throws Exception {
    Page page = list("#/new", desktop());
    page.waitForURL(url -> url.contains("#/user/guest-"));
    String guest = page.url().substring(page.url().lastIndexOf('/') + 1);
    String rated = ids(page).getFirst();

    page.locator("#list [data-id='%s'] .star".formatted(rated)).nth(3).click();
    awaitGone(page, rated);
    page.locator("#said:has-text('4 stars')").waitFor(attached());

    assertThat(told("/v1/users/" + guest).path("ratedItems").asInt()).isEqualTo(1);
  }

  @Test
  void shouldOfferFilmsOfOneSizeWhenSomebodyIsNew() {
    Page page = list("#/new", desktop());
    page.locator(".onboarding .row li").nth(3).waitFor();

    assertThat(distinct(page, ".onboarding .row li", "width")).hasSize(1);
  }

  @Test
  void shouldLineUpTheStarsOfARow() {
    Page page = list("#/user/" + user, desktop());

    assertThat(distinct(page, "#list .card", "bottom"))
        .as("rows")
        .hasSameSizeAs(distinct(page, "#list .card > .stars", "bottom"));
  }

  /** Of the elements' boxes when they are at rest, in whole pixels. */
  private static List<?> distinct(Page page, String elements, String side) {
    Chromium.awaitRest(page);
    return (List<?>)
        page.evaluate(
            "([elements, side]) => [...new Set([...document.querySelectorAll(elements)].map("
                + "e => Math.round(e.getBoundingClientRect()[side])))]",
            List.of(elements, side));
  }

  @Test
  void shouldTakeNothingAlongWhenAnotherPersonIsLookedAt() {
    Page page = list("#/user/" + user, desktop());
    page.locator("#person").fill("zz");
    page.locator("#list .card:first-child .card-open").click();
    page.locator("#details[open]").waitFor();

    page.evaluate("location.hash = '#/session'");
    page.locator("h1:has-text('Anonymous session')").waitFor();

    assertThat(page.locator("#details[open]").count()).isZero();
    assertThat(page.locator("#person").inputValue()).isEmpty();
  }

  @Test
  void shouldStoreNothingWhenSessionIsAnonymous() throws Exception {
    long before = ratings();
    Page page = list("#/session", desktop());
    String rated = ids(page).getFirst();

    page.locator("#list [data-id='%s'] .star".formatted(rated)).nth(3).click();
    awaitGone(page, rated);

    assertThat(page.locator("#history > li")).returns(1, Locator::count);
    assertThat(ratings()).isEqualTo(before);
  }

  private long ratings() throws Exception {
    return told("/v1/operations").path("sizes").path("ratings").asLong();
  }

  @Test
  void shouldShowTheGenreAloneWhenItIsWanted() throws Exception {
    Page page = list("#/user/" + user, desktop());
    List<String> before = ids(page);

    page.locator(".chip:has-text('Drama')").first().click();
    Patience.await(
        "another list", Deployment.PATIENCE, () -> ids(page), now -> !now.equals(before));

    for (String id : ids(page)) {
      assertThat(told("/v1/items/" + id).path("genres").toString()).contains("Drama");
    }
  }

  @Test
  void shouldTellAllAboutAFilmWhenItsPosterIsClicked() {
    Page page = list("#/user/" + user, desktop());

    page.locator("#list .card:first-child .card-open").click();
    page.locator("#details[open] .about-similar .thumb").first().waitFor();
    assertThat(page.locator("#details .plain li").count()).isPositive();
    page.keyboard().press("Escape");

    assertThat(focused(page, "className")).isEqualTo("card-open");
  }

  @Test
  void shouldShowOperatorsWhatRunsWhenTheyLook() throws Exception {
    Page page = open("#/operators", desktop());

    page.locator(".gauges").waitFor();
    assertThat(page.locator(".gauge:has-text('Items') dd").first().textContent())
        .isEqualTo(String.format("%,d", told("/v1/catalogue").path("items").asInt()));
    page.locator(".chart canvas").first().waitFor();
    assertThat(page.locator("h2").allTextContents())
        .anyMatch(title -> title.startsWith("Freshness"))
        .contains("Models", "Training", "Experiments");
    assertThat(distinct(page, ".gauge", "top")).as("rows of gauges, full ones").hasSize(2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"#/new", "#/session", "#/operators"})
  void shouldFitAPhoneWhenWidthIs360(String hash) {
    Page page = open(hash, phone());
    page.locator(hash.equals("#/operators") ? ".gauges" : CARDS).first().waitFor();

    assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(360);
  }

  @Test
  void shouldBeDarkWhenVisitorWantsItDark() {
    Function<ColorScheme, Integer> brightness =
        scheme ->
            brightness(
                String.valueOf(
                    list("#/session", desktop().setColorScheme(scheme))
                        .evaluate("getComputedStyle(document.body).backgroundColor")));

    assertThat(brightness.apply(ColorScheme.DARK)).isLessThan(120);
    assertThat(brightness.apply(ColorScheme.LIGHT)).isGreaterThan(600);
  }

  /** Red, green and blue of rgb(r, g, b) together. */
  private static int brightness(String colour) {
    return Pattern.compile("\\d+")
        .matcher(colour)
        .results()
        .mapToInt(found -> Integer.parseInt(found.group()))
        .sum();
  }

  @Test
  void shouldMoveNothingWhenVisitorWantsNoMotion() {
    Page page = list("#/user/" + user, desktop().setReducedMotion(ReducedMotion.REDUCE));
    String rated = ids(page).getFirst();

    page.locator("#list [data-id='%s'] .star".formatted(rated)).nth(4).click();
    awaitGone(page, rated);

    assertThat(page.evaluate("document.getAnimations().length")).isEqualTo(0);
  }

  @ParameterizedTest
  @ValueSource(strings = {"light visitor", "dark visitor", "light operators", "dark operators"})
  void shouldHaveNoFaultThatAxeFindsWhenLookedAt(String what) throws IOException {
    Browser.NewContextOptions options =
        desktop().setColorScheme(what.startsWith("dark") ? ColorScheme.DARK : ColorScheme.LIGHT);
    boolean operators = what.endsWith("operators");
    Page page = open(operators ? "#/operators" : "#/user/" + user, options);
    page.locator(operators ? ".chart canvas" : CARDS).first().waitFor();

    assertThat(AxeCore.violations(page)).isEmpty();
    if (!operators) {
      page.locator("#list .card:first-child .card-open").click();
      page.locator("#details[open] .about-similar .thumb").first().waitFor();
      assertThat(AxeCore.violations(page)).as("of the dialogue").isEmpty();
    }
  }
}
