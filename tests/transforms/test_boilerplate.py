import pytest

from transforms.texts.boilerplate import cut_boilerplate, find_updated_line

NEWS = "Gunmen killed nine soldiers near Kessa on Monday, the army said."
MORE = "Residents fled to Oru after the attack."


@pytest.mark.parametrize(
    "line",
    [
        "Updated at 9:15 pm on March 3, 2020",
        "Last updated: 3 March 2020 21:15 GMT",
        "Published Tuesday, March 3, 2020",
        "READ MORE: Twelve killed in a raid on Lagos",
        "READ MORE Twelve killed in a raid on Lagos",
        "Read more",
        "Also read: what we know of the raid",
        "Related: what we know of the raid",
        "Lire aussi : ce que l'on sait de l'attaque",
        "Читайте также: что известно о нападении",
        "Sign up for our daily newsletter and never miss a story",
        "Subscribe to our newsletter",
        "Follow us on Twitter and Facebook",
        "Get the day's top stories in your inbox",
        "We use cookies to improve your experience on our site.",
        "By continuing to use this site you agree to our use of cookies.",
        "Advertisement",
        "Story continues below advertisement",
        "Share this article",
        "If you see comments that you find offensive, please flag them.",
        "© 2020 The Kessa Times. All rights reserved.",
        "File photo: soldiers on patrol",
        "Leave a comment",
        "Comments are closed.",
        "House rules: no abuse. Posts that threaten to shoot anyone are reported.",
    ],
)
def test_line_that_is_no_news_is_cut_wherever_it_stands(line: str) -> None:
    assert cut_boilerplate(f"{NEWS}\n{line}\n{MORE}") == f"{NEWS}\n{MORE}"


@pytest.mark.parametrize(
    "line",
    [
        "Updated figures show that 12 people died on March 3.",
        "Published reports say that at least 20 people were killed on March 3, 2020 in Lagos.",
        "Comments by the minister caused anger.",
        "Comment sections filled with anger after nine soldiers were killed.",
        "Related violence killed 12 people in Oru.",
        "Read more than once, the letter says that the hostages are alive.",
        "Watch towers were burned and two guards killed.",
        "Follow-up attacks killed three.",
        "Share prices fell after the attack.",
        "Police asked residents to sign up for alerts after the bombing.",
        "Cookies laced with poison killed three soldiers.",
        "Photos showed bodies on the road: nine in all, and three vehicles burning.",
        "More than 20 people were killed in an attack on Monday.",
        "May 3, 2020",
    ],
)
def test_news_that_begins_like_boilerplate_stays(line: str) -> None:
    text = f"{NEWS}\n{line}\n{MORE}"

    assert cut_boilerplate(text) == text


def test_comment_section_is_cut_to_its_end() -> None:
    text = "\n".join(
        [
            NEWS,
            MORE,
            "Comments",
            "The Kessa Times moderates all comments sent to its pages.",
            "Your comments must follow our community guidelines.",
            "We do not allow personal attacks or advertising.",
            "Comments that break the rules are deleted.",
            "Post a comment",
        ]
    )

    assert cut_boilerplate(text) == f"{NEWS}\n{MORE}"


def test_news_after_a_comment_section_stays() -> None:
    text = f"{NEWS}\nComments\nPlease log in to comment\n{MORE}\nThe governor visited the town."

    assert cut_boilerplate(text) == f"{NEWS}\n{MORE}\nThe governor visited the town."


def test_header_without_a_comment_policy_below_it_stays() -> None:
    text = f"{NEWS}\nComments\n{MORE}\nThe governor visited the town."

    assert cut_boilerplate(text) == text


def test_blank_lines_and_spaces_of_what_is_kept_are_verbatim() -> None:
    assert cut_boilerplate(f"  {NEWS}\n\n{MORE} \n\nREAD MORE: x") == f"  {NEWS}\n\n{MORE} "


def test_text_without_boilerplate_comes_back_unchanged() -> None:
    assert cut_boilerplate(f"{NEWS}\n\n{MORE}\n") == f"{NEWS}\n\n{MORE}\n"


def test_update_line_is_found_as_printed() -> None:
    assert (
        find_updated_line(f"{NEWS}\nUpdated at 9:15 pm on March 3, 2020\nComments")
        == "Updated at 9:15 pm on March 3, 2020"
    )


@pytest.mark.parametrize("text", [NEWS, f"{NEWS}\nPublished March 3, 2020", "Updated figures show 12 dead."])
def test_no_update_line(text: str) -> None:
    assert find_updated_line(text) is None


def test_the_list_of_a_video_player_goes() -> None:
    films = "0:41 Police search the lake Pause\n1:05 Two shot at a bus stop\n2:30 Mayor opens a bridge"
    assert cut_boilerplate(f"{films}\n\n{NEWS}") == NEWS


def test_the_times_of_a_live_page_stay() -> None:
    told = f"10:41 Shells fell on the port of Oru\n{NEWS}"
    assert cut_boilerplate(told) == told
