"""The workbench in the browser: `zopa serve DIR`.

config    what the server was told          desk      one request: who asks, for what, in which language
accounts  who may come in                   guard     hosts, bodies, headers
words     the interface in two languages    pages     templates to text
screens/  a module for each screen          api/      the same for programs
app       all of it together                once      one page without a server
"""
