from babel import Locale

from odoo import http
from odoo.http import request
from odoo.tools import get_lang

from ..tools.guide import LANGUAGES, PAGES, read_page, read_title

# The address of a page is the path of its file: so its links and pictures, which are relative to it,
# are found by a git host and by Odoo alike.
ADDRESS = "/crm_lead_qualification/docs/guide"
# Where menus and links lead to, whatever the language of who follows them.
START = "/crm_lead_qualification/guide"


class Guide(http.Controller):
    """The guide for users, for whoever is signed in as an internal user."""

    @http.route(
        [START, f"{START}/<any({','.join(PAGES)}):name>"], type="http", auth="user", readonly=True
    )
    def open_guide(self, name=PAGES[0]):
        """Go to the guide in the language of the user, English where it is not in theirs.

        :param name: str, one of `PAGES`
        """
        language = self._get_own_lang().split("_")[0]
        language = language if language in LANGUAGES else LANGUAGES[0]
        return request.redirect(f"{ADDRESS}/{language}/{name}.rst")

    # No other language and no other page comes through here, so no path is made of what is asked for.
    @http.route(
        f"{ADDRESS}/<any({','.join(LANGUAGES)}):language>/<any({','.join(PAGES)}):name>.rst",
        type="http",
        auth="user",
        readonly=True,
    )
    def show_page(self, language, name):
        """Show a page of the guide.

        :param language: str, one of `LANGUAGES`
        :param name: str, one of `PAGES`
        :raises NotFound: for others than internal users
        """
        if not request.env.user._is_internal():
            raise request.not_found()
        self._speak(language)
        return request.render(
            "crm_lead_qualification.guide_page", self._prepare_values(language, name)
        )

    def _get_own_lang(self):
        """The language that the user has chosen; a session knows of a new choice later."""
        return get_lang(request.env, request.env.user.lang).code

    def _speak(self, language):
        """Let the page be styled as in its own language, where that is installed."""
        mine = self._get_own_lang()
        codes = [mine, *(code for code, _name in request.env["res.lang"].get_installed())]
        request.update_context(
            lang=next((code for code in codes if code.split("_")[0] == language), mine)
        )

    def _prepare_values(self, language, name):
        index = PAGES.index(name)
        titles = [{"name": page, "title": read_title(language, page)} for page in PAGES]
        locale = Locale.parse(language)
        return {
            "language": language,
            "direction": locale.text_direction,
            "page": read_page(language, name),
            "titles": titles,
            "earlier": titles[index - 1] if index else None,
            "later": titles[index + 1] if index + 1 < len(titles) else None,
            "others": [
                {"code": other, "name": Locale.parse(other).get_display_name()}
                for other in LANGUAGES
                if other != language
            ],
        }
