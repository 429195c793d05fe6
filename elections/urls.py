from django.urls import path

from elections import views

urlpatterns = [
    path("", views.home, name="home"),
    path("elections/<str:election_id>/", views.election_page, name="election"),
]
