"""The words that stand ready for a county that has none of its own yet."""

TEXT_ZH = """居民因为信任，才把姓名、电话、住处和难处告诉我们。我承诺：

1. 只为办理手头的事查看居民信息，不因好奇、人情或其他目的查看。
2. 不向无关的人谈论、抄写、截屏、拍照或转发居民信息，包括家人、同事和各类聊天群。
3. 账号和密码只由本人使用，离开时退出；不用他人的账号。
4. 导出的文件只用于写明的用途，用完即删。
5. 发现信息丢失、泄露或查看有误，立即报告单位和个人信息保护专员。
6. 调离岗位后继续保密。

我知道每次查看都有记录，居民本人可以看到。"""

TEXT_EN = """Residents trust us with their names, their numbers, where they live and what weighs on them. I promise:

1. I look at what is known about a resident only for the matter at hand, never out of curiosity, as a favour or for anything else.
2. I do not talk about it, copy it, take pictures of it or pass it on to anybody who has nothing to do with the matter: not to family, not to colleagues, not to chat groups.
3. Nobody else uses my sign-in, and I use nobody else's. I sign out when I leave.
4. A file that I take away serves the purpose that I gave, and is deleted afterwards.
5. When something is lost, has got out or was opened by mistake, I tell my unit and the data-protection officer at once.
6. All of this holds after I have left my post.

I know that every look is noted, and that the resident can see it."""
