"""Addresses without language: files, feeds and what machines read. Each page module lists its own."""

from django.urls import URLPattern

urlpatterns: list[URLPattern] = []
